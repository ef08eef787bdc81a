import Foundation

/// A word of a term or of a translation, as its forms are compared.
struct TermWord {
    /// The word as it stands; compared alone where it is no word of letters.
    private let token: ArraySlice<Unicode.Scalar>
    /// The letters without accents and points; nil where the token has no forms: marks, numbers, and the scripts in
    /// which each character is a token.
    private let letters: [Unicode.Scalar]?
    private let isCyrillic: Bool
    private let isSemitic: Bool

    init(_ token: ArraySlice<Unicode.Scalar>) {
        self.token = token
        guard let first = token.first, !first.isWrittenWithoutSpaces, !first.isHangul else {
            (letters, isCyrillic, isSemitic) = (nil, false, false)
            return
        }
        isCyrillic = (0x0400...0x052F).contains(first.value)
        isSemitic = (0x0590...0x06FF).contains(first.value)
        // Accents change with the ending: Haus, Häuser; camión, camiones. Points and the tatweel are mostly left out.
        var bare = Array(token)
        if !bare.allSatisfy(\.isASCII) {
            bare = String(scalars: token).decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                !$0.isGraphemeTail && $0 != "\u{0640}"
            }
        }
        letters = bare.allSatisfy { $0.isASCII ? $0.isLetter : $0.properties.isAlphabetic } ? bare : nil
    }

    /// Whether the word is a form of another.
    func isForm(of word: TermWord) -> Bool {
        if token == word.token { return true }
        guard let letters, let wanted = word.letters else { return false }
        if letters == wanted || wanted.count >= 5 && Self.has(letters, wanted) { return true }
        guard isSemitic, word.isSemitic else { return begins(letters[...], wanted[...]) }
        let bare = wanted.count >= 5 && wanted.starts(with: Self.article) ? wanted.dropFirst(2) : wanted[...]
        // In these scripts the small words before a noun are written as one with it.
        let joined = letters.prefix(Self.mostJoined).prefix { Self.joined.contains($0) }.count
        return (0...joined).contains { begins(letters.dropFirst($0), bare) }
    }

    /// Whether letters begin as the wanted ones do, and go on for no longer than an ending may be.
    private func begins(_ letters: ArraySlice<Unicode.Scalar>, _ wanted: ArraySlice<Unicode.Scalar>) -> Bool {
        let needed =
            switch wanted.count {
            case ...3: wanted.count
            case 4 where isCyrillic: 3
            case let count: max(4, count - count / 3)
            }
        let longestEnding = wanted.count < 3 ? 0 : wanted.count == 3 ? 2 : 5
        return letters.count <= wanted.count + longestEnding && letters.starts(with: wanted.prefix(needed))
    }

    /// Whether a word has the letters of another in a row; by hand, because the search of the standard library takes ten
    /// times as long for words.
    private static func has(_ word: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
        guard let first = part.first, word.count > part.count else { return false }
        return (0...word.count - part.count).contains { place in
            word[place] == first && word[place...].starts(with: part)
        }
    }

    private static let article: [Unicode.Scalar] = ["ا", "ل"]
    /// Article, prepositions and conjunctions of Arabic and of Hebrew that are joined to the next word.
    private static let joined: Set<Unicode.Scalar> = [
        "و", "ف", "ب", "ك", "ل", "س", "ا", "ו", "ה", "ב", "כ", "ל", "מ", "ש",
    ]
    /// “And with the” is four letters in Arabic.
    private static let mostJoined = 4
}

extension Unicode.Scalar {
    /// Whether an ASCII scalar is a letter.
    fileprivate var isLetter: Bool { (0x61...0x7A).contains(value | 0x20) }
}
