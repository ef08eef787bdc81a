/// A made-up language: the same text with accents, and longer words.
///
/// The usual way to test software for translation without a translator. It is a function of the text alone, word by word,
/// and leaves alone what a translator must: white space, punctuation, digits, URLs, code between backquotes, tags,
/// `{placeholders}` and `%s`.
public enum PseudoLocalization {
    /// Translates a text.
    public static func apply(_ source: String) -> String {
        var result = ""
        result.reserveCapacity(source.utf8.count * 2)
        var rest = source[...]
        while let first = rest.first {
            if let length = ProtectedSpan.length(at: rest) {
                result += rest.prefix(length)
                rest = rest.dropFirst(length)
            } else if first.isLetter {
                let word = rest.prefix { $0.isLetter }
                result += translate(word)
                rest = rest[word.endIndex...]
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// Accents every letter that can have one, and doubles the first vowel of words of four letters and more.
    private static func translate(_ word: Substring) -> String {
        var result = ""
        var lengthens = word.count >= 4
        for letter in word {
            let accented = accents[letter] ?? letter
            result.append(accented)
            if lengthens, vowels.contains(letter) {
                result.append(accents[Character(letter.lowercased())] ?? letter)
                lengthens = false
            }
        }
        return result
    }

    private static let vowels = Set("aeiouAEIOU")

    private static let accents = Dictionary(
        uniqueKeysWithValues: zip("aeiouycnszgAEIOUYCNSZG", "áéíóúýçñšžğÁÉÍÓÚÝÇÑŠŽĞ"))
}
