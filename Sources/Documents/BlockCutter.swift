/// Cuts a text that is longer than a segment may be.
///
/// It goes forward once over at most a segment's length, remembers the last border of each rank, and cuts at the best one
/// in the second half; only if there is none there, at the last one before. So every two segments together move on by at
/// least half the limit, and the time stays in proportion to the length, whatever the text. What is protected is never
/// cut: such a span alone may be longer than a segment.
struct BlockCutter {
    private let text: CuttableText
    private let range: Range<Int>
    private let limit: ReadingOptions.SegmentLimit
    private let sentences: SentenceBreaker

    /// - Parameters:
    ///   - limit: The most of a piece; one character, and one protected span, may be more.
    ///   - keepsLines: Whether a border between lines is to be taken wherever one is, as in a table.
    init(
        _ string: String, _ range: Range<Int>, limit: ReadingOptions.SegmentLimit, keepsLines: Bool,
        protected: ProtectedSpans, sentences: SentenceBreaker
    ) {
        text = CuttableText(string, range, keepsLines: keepsLines, protected: protected, sentences: sentences)
        self.range = range
        self.limit = limit
        self.sentences = sentences
    }

    /// The pieces, in order.
    func pieces() -> [Range<Int>] {
        let bytes = text.string.utf8
        var pieces: [Range<Int>] = []
        var start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let next = cut(from: start, offset)
            pieces.append(offset..<next.offset)
            (start, offset) = (next.index, next.offset)
        }
        return pieces
    }

    /// The end of the next piece.
    private func cut(from start: String.Index, _ offset: Int) -> Place {
        var walk = BorderWalk(text, from: start, offset: offset)
        var last = [Border?](repeating: nil, count: BorderRank.allCases.count)
        var lastOutside: Place?
        var size = 0
        while walk.offset < range.upperBound {
            let here = Place(index: walk.index, offset: walk.offset)
            if !walk.isInside, size > 0 { lastOutside = here }
            let (character, rank) = walk.next()
            if let rank, size > 0 { last[rank.rawValue] = Border(rank: rank, place: here, size: size) }
            size += limit.size(ofCharacter: character)
            guard size > limit.most, let lastOutside else { continue }
            return best(of: last.compactMap(\.self)) ?? betweenWords(from: start, offset, to: lastOutside)
                ?? lastOutside
        }
        return Place(index: walk.index, offset: walk.offset)
    }

    private func best(of borders: [Border]) -> Place? {
        let good = borders.last { $0.size >= limit.most - limit.most / 2 || text.keepsLines && $0.rank >= .line }
        return (good ?? borders.max { $0.size < $1.size })?.place
    }

    /// The last border between words in the second half of a stretch that has no space and no mark.
    private func betweenWords(from start: String.Index, _ offset: Int, to end: Place) -> Place? {
        let bytes = Array(text.string.utf8[start..<end.index])
        let borders = Set(sentences.words(in: bytes[...]).filter { $0 >= bytes.count / 2 }.map { $0 + offset })
        guard !borders.isEmpty else { return nil }
        var (walk, found) = (BorderWalk(text, from: start, offset: offset), Place?.none)
        while walk.offset < end.offset {
            if !walk.isInside, borders.contains(walk.offset) {
                found = Place(index: walk.index, offset: walk.offset)
            }
            _ = walk.next()
        }
        return found
    }

    private struct Place {
        let index: String.Index
        let offset: Int
    }

    private struct Border {
        let rank: BorderRank
        let place: Place
        /// The size of what of the piece stands before it.
        let size: Int
    }
}
