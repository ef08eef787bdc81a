/// Cuts a block that is longer than a segment may be.
///
/// It goes forward once over at most a segment's length, remembers the last border of each rank, and cuts at the best one
/// in the second half; only if there is none there, at the last one before. So every two segments together move on by at
/// least half the limit, and the time stays in proportion to the length, whatever the text.
struct BlockCutter {
    let text: DocumentText
    /// The most characters of a piece.
    let limit: Int
    /// Whether a border between lines is to be taken wherever one is, as in a table.
    let keepsLines: Bool

    /// The pieces of a block, none longer than the limit.
    func pieces(of range: Range<Int>) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let end = cut(in: start..<range.upperBound)
            pieces.append(start..<end)
            start = end
        }
        return pieces
    }

    private func cut(in range: Range<Int>) -> Int {
        var scanner = BorderScanner(keepsLines: keepsLines)
        var last = [(offset: Int, count: Int)](repeating: (0, 0), count: BorderRank.allCases.count)
        var offset = range.lowerBound
        var count = 0
        while offset < range.upperBound {
            if let rank = scanner.border(before: kind(at: offset)), count > 0 { last[rank.rawValue] = (offset, count) }
            guard count < limit else { return best(of: last) ?? offset }
            offset = end(ofCharacterAt: offset)
            count += 1
        }
        return range.upperBound
    }

    private func best(of last: [(offset: Int, count: Int)]) -> Int? {
        let ranks = BorderRank.allCases.reversed().map { (rank: $0, border: last[$0.rawValue]) }
        let good = ranks.first { rank, border in
            border.count > 0 && (border.count * 2 >= limit || keepsLines && rank == .line)
        }
        let any = ranks.max { $0.border.count < $1.border.count }
        guard let found = good ?? any, found.border.count > 0 else { return nil }
        return found.border.offset
    }

    private func kind(at offset: Int) -> CharacterKind {
        let byte = text.bytes[offset]
        return byte < 0x80
            ? CharacterKind(Unicode.Scalar(byte)) : CharacterKind(text.string.unicodeScalars[text.index(at: offset)])
    }

    /// The end of an extended grapheme cluster (Unicode Standard Annex 29); among ASCII, only CR LF is one of two.
    private func end(ofCharacterAt offset: Int) -> Int {
        let bytes = text.bytes
        if bytes[offset] < 0x80, bytes[offset] != UInt8(ascii: "\r"),
            offset + 1 == bytes.count || bytes[offset + 1] < 0x80
        {
            return offset + 1
        }
        let string = text.string
        return string.utf8.distance(from: string.startIndex, to: string.index(after: text.index(at: offset)))
    }
}
