/// Finds the segments that a document had before it was changed, so that an insertion at its top does not shift all others.
struct FormerSegments {
    private let text: DocumentText
    private let blocks: [Block]
    /// How many of the blocks before each are kept as they are.
    private let verbatimBefore: [Int]
    /// The segments, in order; nil for those that are not to be found again.
    private let segments: [[UInt8]?]
    /// The numbers of the segments that begin with the same bytes, in order.
    private var places: [[UInt8]: [Int]] = [:]
    /// The number behind that of the last one found.
    private var next = 0

    /// So many bytes of the first line tell segments apart.
    private static let headLength = 24
    /// So many segments that begin alike are looked at, from where the last one was found, and as many from the first.
    private static let mostCandidates = 4

    /// A stretch of the document that consists of former segments.
    struct Find {
        let segments: [Range<Int>]
        /// The number of the first block behind them.
        let nextBlock: Int
    }

    /// - Parameters:
    ///   - former: The texts of the segments that the document had, in order.
    ///   - blocks: The blocks of the document as it is.
    ///   - limit: What is longer is not taken as it was.
    init?(_ former: [String], in text: DocumentText, _ blocks: [Block], limit: ReadingOptions.SegmentLimit) {
        guard !former.isEmpty else { return nil }
        self.text = text
        self.blocks = blocks
        verbatimBefore = blocks.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1.kind == .verbatim ? 1 : 0)) }
        segments = former.map { segment in
            let isText = ProtectedSpans.hasLetter(segment, outside: [])
            return isText && limit.size(of: segment) <= limit.most ? Array(segment.utf8) : nil
        }
        for (number, segment) in segments.enumerated() {
            if let segment { places[Self.head(of: segment[...]), default: []].append(number) }
        }
    }

    /// The former segments that stand where a block begins, up to the first that ends where one does.
    ///
    /// Of a paragraph that had to be cut these are several. Takes time in proportion to a segment's length.
    mutating func find(at block: Int) -> Find? {
        let start = blocks[block].range.lowerBound
        guard blocks[block].kind != .verbatim, let numbers = places[Self.head(of: text.bytes[start...])] else {
            return nil
        }
        let first = numbers.firstPlace { $0 >= next }
        let candidates = numbers[first...].prefix(Self.mostCandidates) + numbers[..<first].prefix(Self.mostCandidates)
        for number in candidates {
            if let find = chain(from: number, at: block) {
                next = number + find.segments.count
                return find
            }
        }
        return nil
    }

    private func chain(from first: Int, at block: Int) -> Find? {
        var found: [Range<Int>] = []
        var place = blocks[block].range.lowerBound
        for segment in segments[first...] {
            guard let segment, text.bytes[place...].prefix(segment.count).elementsEqual(segment) else { return nil }
            found.append(place..<place + segment.count)
            place += segment.count
            let last = blocks.firstPlace { $0.range.upperBound >= place }
            guard last < blocks.count, verbatimBefore[last + 1] == verbatimBefore[block] else { return nil }
            if blocks[last].range.upperBound == place { return Find(segments: found, nextBlock: last + 1) }
            // A former segment may hold the rest of a paragraph with others behind it, and then ends with the last of them.
            guard last == block else { return nil }
        }
        return nil
    }

    private static func head(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        let head = bytes.prefix(headLength)
        return Array(head.prefix(through: head.firstIndex(of: UInt8(ascii: "\n")) ?? head.endIndex - 1))
    }
}
