extension Unicode.Scalar {
    /// Whether the scalar is white space (Unicode's White_Space); quick for alphabets, whose letters it is asked of.
    var isWhite: Bool {
        if value < 0x80 { return value == 0x20 || (0x09...0x0D).contains(value) }
        if value < 0x1680 { return value == 0x85 || value == 0xA0 }
        return properties.isWhitespace
    }

    /// Whether the scalar is a small letter for certain, without a look into the tables: of ASCII, Latin-1 and Cyrillic.
    var isSmall: Bool {
        switch value {
        case 0x61...0x7A, 0xDF...0xF6, 0xF8...0xFF, 0x430...0x45F: true
        default: false
        }
    }

    /// Whether the scalar ends a line by itself; `\r\n` counts once.
    var isLineBreak: Bool { value == 0x0A || value == 0x85 || value == 0x2028 || value == 0x2029 }

    /// Whether the scalar belongs to a script that puts no spaces between words: Chinese, Japanese, Thai, Lao,
    /// Khmer, Burmese, Tibetan; and their punctuation (Unicode Standard Annex 14, classes ID and SA, in the main).
    var isWrittenWithoutSpaces: Bool {
        guard value >= 0x0E00 else { return false }
        return switch value {
        case 0x0E00...0x0FFF,  // Thai, Lao, Tibetan
            0x1000...0x109F,  // Burmese
            0x1780...0x17FF,  // Khmer
            0x2E80...0x31FF,  // radicals, CJK punctuation, kana, bopomofo
            0x3400...0x4DBF, 0x4E00...0x9FFF,  // Han
            0xF900...0xFAFF,  // Han, compatibility
            0xFF00...0xFFEF,  // full-width forms
            0x20000...0x3FFFF:  // Han, further planes
            true
        default: false
        }
    }

    /// Whether a word that ends before this scalar is not whole: a letter, a digit, a mark or a joiner.
    ///
    /// Scripts without spaces have no such border.
    var continuesWord: Bool {
        if value < 0x80 { return (0x30...0x39).contains(value) || (0x61...0x7A).contains(value | 0x20) }
        if isGraphemeTail { return true }
        return !isWrittenWithoutSpaces && (properties.isAlphabetic || properties.numericType != nil)
    }

    /// Whether the scalar belongs to the grapheme before it: a mark, a joiner, a variation, a skin tone.
    var isGraphemeTail: Bool {
        value >= 0x300 && (value == 0x200D || properties.isGraphemeExtend || properties.isEmojiModifier)
    }

    /// How much it says that this scalar came again, in letters.
    ///
    /// A Han character stands for about three letters of an alphabetic script, a kana or a Hangul syllable for two (the
    /// same text needs as many fewer).
    var weight: Int {
        guard value >= 0x2E80 else { return 1 }
        return switch value {
        case 0x3040...0x30FF, 0xAC00...0xD7A3: 2
        case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: 3
        default: 1
        }
    }
}

extension String {
    /// A text of these scalars.
    init(scalars: some Collection<Unicode.Scalar>) {
        // The room is told to the byte, so that a short word is none of its own on the heap.
        self.init(unsafeUninitializedCapacity: scalars.reduce(0) { $0 + UTF8.width($1) }) { room in
            var end = 0
            for scalar in scalars {
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    room[end] = byte
                    end += 1
                }
            }
            return end
        }
    }
}
