/// Cuts a text that is longer than a segment may be.
///
/// It goes forward once over at most a segment's length, remembers the last border of each rank, and cuts at the best one
/// in the second half; only if there is none there, at the last one before. So every two segments together move on by at
/// least half the limit, and the time stays in proportion to the length, whatever the text. What is protected is never
/// cut: such a span alone may be longer than a segment.
struct BlockCutter {
    private let text: CuttableText
    private let limit: ReadingOptions.SegmentLimit
    private let sentences: SentenceBreaker

    /// - Parameters:
    ///   - limit: The most of a piece; one character, and one protected span, may be more.
    ///   - keepsLines: Whether a border between lines is to be taken wherever one is, as in a table.
    init(
        _ string: String, limit: ReadingOptions.SegmentLimit, keepsLines: Bool, protected: ProtectedSpans,
        sentences: SentenceBreaker
    ) {
        text = CuttableText(string, keepsLines: keepsLines, protected: protected, sentences: sentences)
        self.limit = limit
        self.sentences = sentences
    }

    /// The pieces, in bytes, in order.
    func pieces() -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = 0
        while start < text.bytes.count {
            let end = cut(from: start)
            pieces.append(start..<end)
            start = end
        }
        return pieces
    }

    /// The end of the next piece.
    private func cut(from start: Int) -> Int {
        if let late = wordBeforeHalf(from: start) {
            let found = borders(from: late.offset, size: late.size)
            guard found.lastOutside != nil else { return text.bytes.count }
            if let good = good(of: found.borders) { return good }
        }
        let found = borders(from: start, size: 0)
        guard let lastOutside = found.lastOutside else { return text.bytes.count }
        return good(of: found.borders) ?? found.borders.max { $0.size < $1.size }?.offset
            ?? betweenWords(from: start, to: lastOutside) ?? lastOutside
    }

    /// Goes through a piece, from a place in it, until it would be too long.
    ///
    /// - Parameter size: What of the piece stands before the place.
    /// - Returns: The last border of each rank, the lowest first, and where the piece has to end at the latest; of the
    ///   latter nil where the text ends before.
    private func borders(from offset: Int, size: Int) -> (borders: [Border], lastOutside: Int?) {
        var walk = BorderWalk(text, from: offset)
        var last = [Border?](repeating: nil, count: BorderRank.allCases.count)
        var lastOutside: Int?
        var size = size
        while !walk.isAtEnd {
            let here = walk.offset
            if !walk.isInside, size > 0 { lastOutside = here }
            let (place, count, rank) = walk.next(upTo: limit.count(in: limit.most - size))
            if let rank, size > 0 { last[rank.rawValue] = Border(rank: rank, offset: here, size: size) }
            size += limit.size(of: count, at: place, in: text.bytes)
            guard size > limit.most, let lastOutside else { continue }
            return (last.compactMap(\.self), lastOutside)
        }
        return ([], nil)
    }

    /// A place in the first half of a piece from which a walk finds the borders of the second half as it would from the
    /// piece's begin, and what of the piece stands before it; nil where none is known.
    ///
    /// Within a word a walk has nothing to remember. Going through the first half takes half the time, and is seldom
    /// needed.
    private func wordBeforeHalf(from start: Int) -> (offset: Int, size: Int)? {
        guard !text.keepsLines, let weights = limit.byteWeights else { return nil }
        let isWithinWord = CharacterKind.isWithinWord
        var (offset, size) = (start, 0)
        var found: (offset: Int, size: Int)?
        while offset + 1 < text.bytes.count, size < least {
            let byte = text.bytes[offset]
            if isWithinWord[Int(byte)], text.bytes[offset + 1] < 0x80, size > 0 { found = (offset, size) }
            size += Int(weights[Int(byte)])
            offset += 1
        }
        return found.flatMap { text.isProtected(at: $0.offset) ? nil : $0 }
    }

    /// The least that a piece should be.
    private var least: Int { limit.most - limit.most / 2 }

    /// The best border, if it makes the piece long enough.
    private func good(of borders: [Border]) -> Int? {
        borders.last { $0.size >= least || text.keepsLines && $0.rank >= .line }?.offset
    }

    /// The last border between words in the second half of a stretch that has no space and no mark.
    private func betweenWords(from start: Int, to end: Int) -> Int? {
        let half = (end - start) / 2
        let borders = Set(sentences.words(in: text.bytes[start..<end]).filter { $0 >= half }.map { $0 + start })
        guard !borders.isEmpty else { return nil }
        var (walk, found) = (BorderWalk(text, from: start), Int?.none)
        while walk.offset < end {
            if !walk.isInside, borders.contains(walk.offset) { found = walk.offset }
            _ = walk.next()
        }
        return found
    }

    private struct Border {
        let rank: BorderRank
        /// In bytes.
        let offset: Int
        /// The size of what of the piece stands before it.
        let size: Int
    }
}
