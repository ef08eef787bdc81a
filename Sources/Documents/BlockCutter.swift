/// Cuts a block that is longer than a segment may be.
///
/// It goes forward once over at most a segment's length, remembers the last border of each rank, and cuts at the best one
/// in the second half; only if there is none there, at the last one before. So every two segments together move on by at
/// least half the limit, and the time stays in proportion to the length, whatever the text.
struct BlockCutter {
    let text: DocumentText
    /// The most of a piece; one character may be more.
    let limit: ReadingOptions.SegmentLimit
    /// Whether a border between lines is to be taken wherever one is, as in a table.
    let keepsLines: Bool

    /// The pieces of a block, none longer than the limit.
    func pieces(of range: Range<Int>) -> [Range<Int>] {
        let bytes = text.string.utf8
        let end = text.index(at: range.upperBound)
        var pieces: [Range<Int>] = []
        var start = text.index(at: range.lowerBound)
        var offset = range.lowerBound
        while start < end {
            let next = cut(from: start, to: end)
            let length = bytes.distance(from: start, to: next)
            pieces.append(offset..<offset + length)
            start = next
            offset += length
        }
        return pieces
    }

    /// The end of the next piece.
    ///
    /// Every index but a block's first comes from `index(after:)`, never from an offset: String knows of such a one that
    /// it stands between two characters, and otherwise finds out by going back, which takes long in a long run of flags.
    private func cut(from start: String.Index, to end: String.Index) -> String.Index {
        let string = text.string
        var scanner = BorderScanner(keepsLines: keepsLines)
        var last = [Border?](repeating: nil, count: BorderRank.allCases.count)
        var index = start
        var size = 0
        while index < end {
            let rank = scanner.border(before: CharacterKind(string.unicodeScalars[index]))
            if let rank, size > 0 { last[rank.rawValue] = Border(rank: rank, index: index, size: size) }
            let next = string.index(after: index)
            let more = limit.size(ofCharacter: string[index..<next])
            guard size == 0 || size + more <= limit.most else { return best(of: last.compactMap(\.self)) ?? index }
            index = next
            size += more
        }
        return end
    }

    private func best(of borders: [Border]) -> String.Index? {
        let good = borders.last { $0.size >= limit.most - limit.most / 2 || keepsLines && $0.rank == .line }
        return (good ?? borders.max { $0.size < $1.size })?.index
    }

    private struct Border {
        let rank: BorderRank
        let index: String.Index
        /// The size of what of the piece stands before it.
        let size: Int
    }
}
