/// Finds its way back into a text that is being said again in partly other words.
///
/// The marks to go by are pieces of the text that occur in it only once, as in the patience method of comparing
/// files; one of them in the continuation, behind what was matched last and at about the distance at which it must
/// come, tells where it is. What stands between two marks are other words for what is there already.
///
/// Cost: one look-up a scalar; the table of marks is made once, when the words first differ.
struct Realignment: Sendable, Equatable {
    /// What is known after a scalar.
    enum Outcome: Sendable, Equatable {
        /// More must be seen.
        case undecided
        /// The text's end was reached before this scalar.
        case reached
        /// The ways have parted: the continuation is longer than anything that could stand for the text's remainder.
        case lost
    }

    /// How much of the text was said again word for word.
    private(set) var weight: Int
    /// The number of the scalar at which the continuation last differed.
    private(set) var parting: Int
    private let text: [Unicode.Scalar]
    private let end: Int
    private let isOpenEnded: Bool
    private let length: Int
    private var cursor: Int
    private var taken: Int
    private var gap: [Unicode.Scalar]?
    private var hash: UInt64 = 0
    private var marks: [UInt64: Int] = [:]
    private var tail: [Unicode.Scalar] = []

    private static let base: UInt64 = 0x0000_0100_0000_01B3
    private let power: UInt64

    /// Takes over from a search, after `depth` scalars of the text's beginning were said again.
    init(_ search: RepetitionSearch, depth: Int) {
        text = search.text
        end = search.end
        isOpenEnded = search.isOpenEnded
        weight = search.weight(0..<depth)
        (cursor, taken, parting) = (depth, depth, depth)
        // Three words' letters that occur once mark a place; of Han characters, which say more, six.
        length = 2 * search.end < search.weight(0..<search.end) ? 6 : 16
        var power: UInt64 = 1
        for _ in 0..<length { power = power &* Self.base }
        self.power = power
    }

    /// Takes in the next scalar of the continuation's collapsed text.
    mutating func take(_ scalar: Unicode.Scalar) -> Outcome {
        defer { taken += 1 }
        if gap == nil {
            if cursor == end {
                if isOpenEnded || !scalar.continuesWord { return .reached }
                parting = taken
                return .lost
            }
            if text[cursor] == scalar {
                cursor += 1
                weight += scalar.weight
                return .undecided
            }
            part()
        }
        return seek(scalar)
    }

    /// Whether the continuation, now that it has ended, brought nothing that lies beyond the text.
    var isWithinText: Bool {
        guard let gap else { return true }
        return gap.reduce(0) { $0 + $1.weight } <= text[cursor..<end].reduce(0) { $0 + $1.weight }
    }

    /// Whether it ended word for word, but for a full stop or the like.
    var endsInText: Bool { gap?.allSatisfy { !$0.continuesWord && !$0.isWrittenWithoutSpaces } ?? true }

    private mutating func part() {
        if marks.isEmpty { makeMarks() }
        parting = taken
        gap = []
        hash = 0
        let last = text[cursor..<end]
        tail = []
        // Near the end a mark may be too long: then the last words alone must do, or without words a little more.
        let start = last.indices.dropFirst().first {
            end - $0 <= 2 * length
                && (text[$0 - 1] == " " || text[$0].isWrittenWithoutSpaces && !text[$0].isGraphemeTail)
        }
        guard let start else { return }
        let weight = text[start..<end].reduce(0) { $0 + $1.weight }
        if weight >= (text[start - 1] == " " ? 6 : 12) { tail = Array(text[start..<end]) }
    }

    private mutating func seek(_ scalar: Unicode.Scalar) -> Outcome {
        var gap = gap ?? []
        self.gap = nil
        gap.append(scalar)
        hash = hash &* Self.base &+ UInt64(scalar.value)
        if gap.count > length { hash = hash &- power &* UInt64(gap[gap.count - 1 - length].value) }
        if gap.count >= length, let place = marks[hash], place >= cursor, isLikely(gap.count - length, place - cursor),
            text[place..<place + length].elementsEqual(gap.suffix(length))
        {
            weight += gap.suffix(length).reduce(0) { $0 + $1.weight }
            cursor = place + length
            return .undecided
        }
        if !tail.isEmpty, isLikely(gap.count - tail.count, end - tail.count - cursor),
            gap.suffix(tail.count).elementsEqual(tail)
        {
            weight += tail.reduce(0) { $0 + $1.weight }
            cursor = end
            return .undecided
        }
        let isTooFar = gap.count > reach(end - cursor) + 4 * length
        self.gap = gap
        return isTooFar ? .lost : .undecided
    }

    /// How many scalars may stand for so many of the text: other words are seldom twice as long.
    private func reach(_ count: Int) -> Int { 2 * count + 2 * length }

    /// Whether so many scalars may stand for so many of the text.
    private func isLikely(_ count: Int, _ before: Int) -> Bool {
        count >= 0 && count <= reach(before) && before <= reach(count)
    }

    private mutating func makeMarks() {
        guard end >= length else { return }
        marks.reserveCapacity(end)
        var hash: UInt64 = 0
        for index in 0..<end {
            hash = hash &* Self.base &+ UInt64(text[index].value)
            if index >= length { hash = hash &- power &* UInt64(text[index - length].value) }
            guard index >= length - 1 else { continue }
            let place = index - length + 1
            marks[hash] = marks[hash] == nil ? place : -1
        }
    }
}
