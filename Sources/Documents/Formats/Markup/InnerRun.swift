/// A run of text and inline tags without what surrounds it as a whole.
///
/// The tags of an element that holds the whole text, as the link of an entry in a table of contents, and an anchor before
/// or behind it, are the same in every language. A model that never sees them cannot lose them.
struct InnerRun {
    private let tokens: [MarkupScanner.Token]
    private let bytes: [UInt8]

    /// - Parameter tokens: The run, in order and without a gap.
    init(_ tokens: [MarkupScanner.Token], _ bytes: [UInt8]) {
        self.tokens = tokens
        self.bytes = bytes
    }

    /// Where the text is; nil where there is none.
    var range: Range<Int>? {
        let partners = partners
        var (first, last) = (0, tokens.count - 1)
        while first <= last {
            if isBlank(first) {
                first += 1
            } else if isBlank(last) {
                last -= 1
            } else if partners[first] == last, first < last {
                first += 1
                last -= 1
            } else if let end = partners[first], end < last, isAnchor(from: first, to: end) {
                first = end + 1
            } else if let start = partners[last], start > first, isAnchor(from: start, to: last) {
                last = start - 1
            } else {
                return tokens[first].range.lowerBound..<tokens[last].range.upperBound
            }
        }
        return nil
    }

    /// For the begin of each element its end, and the other way; behind one that is not closed in order there are none.
    private var partners: [Int?] {
        var open: [(name: String, place: Int)] = []
        var partners = [Int?](repeating: nil, count: tokens.count)
        for (place, token) in tokens.enumerated() {
            switch token.kind {
            case .start(let name, let isEmpty):
                if !isEmpty, !HTMLReader.empty.contains(name) { open.append((name, place)) }
            case .end(let name):
                guard open.last?.name == name, let begin = open.popLast() else { return partners }
                partners[begin.place] = place
                partners[place] = begin.place
            case .text, .other: break
            }
        }
        return partners
    }

    private func isBlank(_ place: Int) -> Bool {
        if case .text = tokens[place].kind { bytes[tokens[place].range].allSatisfy { $0 <= 0x20 } } else { false }
    }

    /// Whether an element holds nothing and is there for others to point at.
    ///
    /// Others, an icon for one, have their place in the sentence.
    private func isAnchor(from start: Int, to end: Int) -> Bool {
        guard case .start(let name, _) = tokens[start].kind, name == "a" || name == "span",
            (start + 1..<end).allSatisfy(isBlank)
        else { return false }
        return ["id", "name"].contains { Attributes.value(of: $0, in: tokens[start].range, bytes) != nil }
    }
}
