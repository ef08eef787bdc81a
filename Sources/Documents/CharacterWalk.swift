/// Goes through the characters of a text (extended grapheme clusters), and tells where in its bytes each stands.
///
/// Most characters are a byte of ASCII before another one: nothing but a line's end joins such two (Unicode Standard
/// Annex 29, rules GB3 to GB13), and String need not be asked.
struct CharacterWalk {
    private let text: String
    private let bytes: [UInt8]
    private let kinds = CharacterKind.ascii
    private let isWithinWord = CharacterKind.isWithinWord
    /// Where the next character begins, in bytes.
    private(set) var offset: Int
    /// The same place, if it comes from `index(after:)`: String knows of such a one that it stands between two characters,
    /// and otherwise finds out by going back, which takes long in a long run of flags.
    private var index: String.Index?

    /// - Parameters:
    ///   - bytes: What the text is in UTF-8.
    ///   - offset: Where a character begins, in bytes.
    init(_ text: String, bytes: [UInt8], from offset: Int) {
        self.text = text
        self.bytes = bytes
        self.offset = offset
    }

    /// Whether nothing comes any more.
    var isAtEnd: Bool { offset >= bytes.count }

    /// Goes past a character, of which there has to be one; gives its kind.
    mutating func next() -> CharacterKind {
        let start = offset
        let byte = bytes[start]
        if byte < 0x80, byte != UInt8(ascii: "\r"), start + 1 == bytes.count || bytes[start + 1] < 0x80 {
            index = nil
            offset = start + 1
            return kinds[Int(byte)]
        }
        let here = index ?? text.utf8.index(text.startIndex, offsetBy: start)
        let after = text.index(after: here)
        index = after
        offset = start + text.utf8.distance(from: here, to: after)
        return CharacterKind(text.unicodeScalars[here])
    }

    /// Goes past the characters of ASCII that come next, end nothing, and stand before a place; gives their number.
    mutating func skipWord(to end: Int) -> Int {
        let start = offset
        let end = min(end, bytes.count)
        while offset < end, isWithinWord[Int(bytes[offset])], offset + 1 == bytes.count || bytes[offset + 1] < 0x80 {
            offset += 1
        }
        if offset > start { index = nil }
        return offset - start
    }
}
