/// Stands in for long stretches that must not change, so that a model neither translates nor pays for them.
///
/// The marks are empty elements, as XLIFF 1.2 has them for inline codes (section 2.4, `x`): models are used to keeping
/// such. Short stretches are left as they are: around `%d` or `<b>` a model that sees them writes better.
struct SpanMask {
    /// A stretch of at least so many bytes is masked.
    static let shortest = 16

    private let letter: String

    /// - Parameter letter: The letter of the marks.
    init(letter: String) { self.letter = letter }

    /// A mask whose marks do not occur in a text; nil where every letter does.
    init?(sparing text: String) {
        // By bytes, as the marks are found: a mark's “<” may be part of a longer character.
        var taken: Set<UInt8> = []
        var last: UInt8 = 0
        for byte in text.utf8 {
            if last == UInt8(ascii: "<") { taken.insert(byte) }
            last = byte
        }
        guard let letter = "xgzqk".utf8.first(where: { !taken.contains($0) }) else { return nil }
        self.letter = String(UnicodeScalar(letter))
    }

    /// The letter of the marks.
    var mark: String { letter }

    /// A text with marks in the place of the protected stretches that are to be hidden, which are added to `spans`.
    func masking(
        _ text: String, _ stretches: [Range<Int>], of protected: ProtectedSpans, into spans: inout [String]
    ) -> String {
        let bytes = Array(text.utf8)
        let hasCases = CaseMessage.occurs(in: text)
        var result: [UInt8] = []
        var end = 0
        for stretch in stretches where protected.hides(stretch, in: bytes) {
            // Without its head a model does not know a message with cases for one; and what looks like a placeholder
            // there may be a case of one word.
            if hasCases, bytes[stretch.lowerBound] == UInt8(ascii: "{") { continue }
            result += bytes[end..<stretch.lowerBound]
            spans.append(String(decoding: bytes[stretch], as: UTF8.self))
            result += "<\(letter)\(spans.count)/>".utf8
            end = stretch.upperBound
        }
        result += bytes[end...]
        return String(decoding: result, as: UTF8.self)
    }

    /// A text with the stretches back in the place of their marks.
    ///
    /// A mark that is not of this segment is left as it stands. Takes time in proportion to the text.
    func unmasking(_ text: String, _ spans: [String]) -> String {
        guard !spans.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<"), let (number, end) = Self.mark(in: bytes, at: index, letter),
                spans.indices.contains(number - 1)
            {
                result += spans[number - 1].utf8
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A text that is still being written, without the beginning of a mark at its end.
    func withoutTornMark(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let start = bytes.lastIndex(of: UInt8(ascii: "<")), bytes.count - start < 12,
            Self.mark(in: bytes, at: start, letter) == nil
        else { return text }
        var cursor = ByteCursor(bytes, start + 1)
        for byte in letter.utf8 where cursor.next == byte { cursor.index += 1 }
        cursor.takeAll { Digit.value(of: $0) != nil || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "/") }
        return cursor.next == nil ? String(decoding: bytes[..<start], as: UTF8.self) : text
    }

    /// Finds marks with a letter.
    static func mark(of letter: String) -> ProtectedSpans.Matcher {
        { bytes, start in
            bytes[start] == UInt8(ascii: "<") ? mark(in: bytes, at: start, letter)?.end : nil
        }
    }

    /// The number and the end of the mark that begins at a place; models like to add a space before the slash, or to
    /// leave it out.
    private static func mark(in bytes: [UInt8], at start: Int, _ letter: String) -> (number: Int, end: Int)? {
        var cursor = ByteCursor(bytes, start + 1)
        for byte in letter.utf8 {
            guard cursor.next == byte else { return nil }
            cursor.index += 1
        }
        var number = 0
        let digits = cursor.index
        while cursor.index < digits + 6, let digit = cursor.next.flatMap(Digit.value) {
            number = number * 10 + digit
            cursor.index += 1
        }
        guard cursor.index > digits else { return nil }
        cursor.takeAll { $0 == UInt8(ascii: " ") }
        _ = cursor.take("/")
        return cursor.take(">") ? (number, cursor.index) : nil
    }
}
