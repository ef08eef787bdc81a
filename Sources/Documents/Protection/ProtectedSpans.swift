import Foundation

/// Finds what must come back from the model as it is: placeholders, addresses, markup.
struct ProtectedSpans: Sendable {
    /// Finds the end of a span that begins at a place; nil where none does.
    typealias Matcher = @Sendable (_ bytes: [UInt8], _ start: Int) -> Int?

    private let matchers: [Matcher]
    /// Finds what nothing but the rest of the document tells to be protected.
    private var declared: Matcher?

    /// - Parameter matchers: The kinds of span, the first that fits counts.
    init(_ matchers: [Matcher]) { self.matchers = matchers }

    /// These kinds, with another that comes before them.
    func preceded(by matcher: @escaping Matcher) -> ProtectedSpans { ProtectedSpans([matcher] + matchers) }

    /// These kinds, with another that comes before them and that the text of a segment alone does not tell.
    ///
    /// Its spans are hidden from the model however short they are: by their marks it can be told later whether they are
    /// still there.
    func declaring(_ matcher: @escaping Matcher) -> ProtectedSpans {
        var spans = preceded(by: matcher)
        spans.declared = matcher
        return spans
    }

    /// Whether a span is to be hidden behind a mark.
    func hides(_ span: Range<Int>, in bytes: [UInt8]) -> Bool {
        span.count >= SpanMask.shortest || declared?(bytes, span.lowerBound) == span.upperBound
    }

    /// The spans of a text in its bytes, in order; none overlaps another.
    ///
    /// Takes time in proportion to the text: a matcher looks no further than ``longest`` bytes.
    func ranges(in text: String) -> [Range<Int>] { ranges(in: Array(text.utf8)) }

    /// The spans of a text of UTF-8; see ``ranges(in:)-(String)``.
    func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        // Only where there is an at sign may any word be an address.
        let beginnings = Self.hasAtSign(bytes) ? Self.beginningsWithMail : Self.beginnings
        var index = Self.firstBeginning(in: bytes, from: 0, beginnings)
        while index < bytes.count {
            var next = index + 1
            if Self.mayBegin(at: index, bytes), let end = Self.end(at: index, bytes, matchers) {
                ranges.append(index..<end)
                next = end
            }
            index = Self.firstBeginning(in: bytes, from: next, beginnings)
        }
        return ranges
    }

    /// The spans of a text, in order.
    func spans(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        return ranges(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// The spans of a text, each with how often it occurs.
    func census(of text: String) -> [String: Int] {
        spans(of: text).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// Whether a text has a letter of any script outside of its spans.
    static func hasLetter(_ text: String, outside spans: [Range<Int>]) -> Bool {
        let bytes = text.utf8
        var rest = bytes.startIndex
        var end = 0
        for span in spans + [bytes.count..<bytes.count] {
            let next = bytes.index(rest, offsetBy: span.lowerBound - end)
            if text[rest..<next].unicodeScalars.contains(where: { $0.properties.isAlphabetic }) { return true }
            rest = bytes.index(next, offsetBy: span.count)
            end = span.upperBound
        }
        return false
    }

    private static func end(at index: Int, _ bytes: [UInt8], _ matchers: [Matcher]) -> Int? {
        for matcher in matchers {
            if let end = matcher(bytes, index), end > index { return end }
        }
        return nil
    }

    /// Whether a span may begin at a place: not with a letter within a word, since those are addresses.
    private static func mayBegin(at index: Int, _ bytes: [UInt8]) -> Bool {
        !(bytes[index].isLetter && index > 0 && bytes[index - 1].isNameByte)
    }

    /// The first place with a byte that a span may begin with, or the end: most are none of these, and cost no more than the
    /// look, which takes a third of the time where no subscript is checked.
    private static func firstBeginning(in bytes: [UInt8], from start: Int, _ beginnings: [Bool]) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            beginnings.withUnsafeBufferPointer { isBeginning in
                var place = start
                while place < bytes.count, !isBeginning[Int(bytes[place])] { place += 1 }
                return place
            }
        }
    }

    /// By C's own search, which looks at many bytes at once: a loop of ours took a twentieth of all that `add` does.
    private static func hasAtSign(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { $0.baseAddress.map { memchr($0, CInt(UInt8(ascii: "@")), bytes.count) } ?? nil } != nil
    }

    /// Which bytes a span may begin with.
    private static let beginnings: [Bool] = {
        let bytes = Set("%{$#<&`[]\\hfmw".utf8)
        return (0..<256).map { bytes.contains(UInt8($0)) }
    }()

    private static let beginningsWithMail = beginnings.indices.map {
        beginnings[$0] || Address.isMailByte(UInt8($0))
    }

    /// No span but a tag is longer, in bytes; what begins like one and goes on beyond is text.
    static let longest = 4096
}
