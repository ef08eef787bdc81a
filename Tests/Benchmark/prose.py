"""Text to translate, and its translation: the same on every machine, and long enough without saying anything twice."""

import random

VOWELS, CONSONANTS = "aeiou", "bcdfghklmnprstvz"
# Letter for letter, so that a translation is as long as its source, has its paragraphs, and can be taken up anywhere.
LATIN = "abcdefghiklmnoprstuvz"
CYRILLIC = str.maketrans(LATIN + LATIN.upper(), "абцдефгхиклмнопрстувз" + "абцдефгхиклмнопрстувз".upper())


def paragraph(number: int, characters: int) -> str:
    """Sentences of invented words, of about so many characters; of another number, other ones."""
    draw = random.Random(number)
    sentences, length = [], 0
    while length < characters:
        words = []
        while len(words) < 9 and length < characters - 1:
            syllables = draw.choice((1, 2, 2, 3, 3, 4))
            words.append("".join(draw.choice(CONSONANTS) + draw.choice(VOWELS) for _ in range(syllables)))
            length += len(words[-1]) + 1
        sentences.append(" ".join(words).capitalize() + ".")
        length += 1
    return " ".join(sentences)


def document(number: int, paragraphs: int, characters: int) -> str:
    """Paragraphs with a blank line between; no two documents of different numbers share one."""
    first = number * 1_000_003  # a prime that no document's count of paragraphs reaches
    return "\n\n".join(paragraph(first + place, characters) for place in range(paragraphs)) + "\n"


def translation(source: str) -> str:
    """What the endpoint answers: in Cyrillic, since an answer in the source's script would be turned down."""
    return source.translate(CYRILLIC)
