/// Finds what begins and ends within a line of text: a link's words, bold words, an element.
///
/// Half of one is better not asked for: a model closes what it sees open.
enum InlinePairs {
    /// What is longer, in bytes, may be cut like other text.
    private static let longest = 1024

    /// Whole pairs with their marks, in bytes, in order; none overlaps another.
    ///
    /// Takes time in proportion to the text.
    /// - Parameter spans: What is protected in the text, in order.
    static func ranges(in bytes: [UInt8], spans: [Range<Int>]) -> [Range<Int>] {
        var pairs: [Range<Int>] = []
        /// Where brackets and bold words are open, and elements by name.
        var (brackets, bold, elements): ([Int], Int?, [(name: ArraySlice<UInt8>, start: Int)]) = ([], nil, [])
        func close(_ start: Int, _ end: Int) {
            guard end - start <= longest else { return }
            var kept = pairs.count
            while kept > 0, pairs[kept - 1].lowerBound >= start { kept -= 1 }
            guard kept == 0 || pairs[kept - 1].upperBound <= start else { return }
            pairs.removeSubrange(kept...)
            pairs.append(start..<end)
        }
        var index = 0
        for span in spans + [bytes.count..<bytes.count] {
            while true {
                index = firstMark(in: bytes, index..<span.lowerBound)
                guard index < span.lowerBound else { break }
                switch bytes[index] {
                case UInt8(ascii: "["): brackets.append(index)
                case UInt8(ascii: "]"): _ = brackets.popLast()
                case UInt8(ascii: "*") where index + 1 < span.lowerBound && bytes[index + 1] == UInt8(ascii: "*"):
                    if let start = bold, index - start <= longest {
                        close(start, index + 2)
                        bold = nil
                    } else {
                        bold = index
                    }
                    index += 1
                default: break
                }
                index += 1
            }
            index = span.upperBound
            guard span.count > 1 else { continue }
            switch (bytes[span.lowerBound], bytes[span.lowerBound + 1]) {
            case (UInt8(ascii: "]"), _):
                if let start = brackets.popLast() { close(start, span.upperBound) }
            case (UInt8(ascii: "<"), UInt8(ascii: "/")):
                let name = bytes[span].dropFirst(2).prefix(while: \.isNameByte)
                guard let open = elements.lastIndex(where: { $0.name == name }) else { continue }
                close(elements[open].start, span.upperBound)
                elements.removeSubrange(open...)
            case (UInt8(ascii: "<"), let first) where first.isLetter && bytes[span.upperBound - 2] != UInt8(ascii: "/"):
                elements.append((bytes[span].dropFirst().prefix(while: \.isNameByte), span.lowerBound))
                // What is open for longer than a pair may be long is none.
                if elements.count > 32 { elements.removeFirst() }
            default: break
            }
        }
        return pairs
    }

    /// The first place with a byte that a pair may begin or end with, or the end: most are none of these.
    private static func firstMark(in bytes: [UInt8], _ range: Range<Int>) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            marks.withUnsafeBufferPointer { isMark in
                var place = range.lowerBound
                while place < range.upperBound, !isMark[Int(bytes[place])] { place += 1 }
                return place
            }
        }
    }

    private static let marks: [Bool] = (0..<256).map { "[]*".utf8.contains(UInt8($0)) }
}
