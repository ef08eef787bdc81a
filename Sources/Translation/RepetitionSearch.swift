/// Looks, scalar by scalar, for the longest end of a text that a continuation begins with.
///
/// The whole text is one of these ends: a continuation that starts again from the top. Runs of white space are one
/// blank on both sides, since models change them when they repeat.
///
/// Cost: a scalar of the continuation is compared with each end that still fits, at first a few dozen, soon one or
/// none. Only texts that repeat themselves keep many alive; the window bounds those to a million comparisons.
struct RepetitionSearch: Sendable, Equatable {
    /// How far back an end may begin, in scalars; the top counts wherever it is.
    static let window = 1000

    /// The text with what was received behind it.
    let text: [Unicode.Scalar]
    /// Where in ``text`` the anchor ends: a repetition reaches at least to here.
    let end: Int
    /// Whether the anchor ends inside of a word or a script without spaces, so that anything may follow it.
    let isOpenEnded: Bool
    private var live: [Int] = []
    /// The ends that were said again whole, shortest first.
    private(set) var whole: [Int] = []
    /// Those of them that went on with what was received behind the anchor.
    private(set) var confirmed: [Int] = []
    private var taken = 0
    /// How many scalars of the text's beginning were said again before it differed; nil while it has not.
    private(set) var depth: Int?

    init(anchor: String, rest: String) {
        var (text, end) = ([Unicode.Scalar](), 0)
        text.reserveCapacity(anchor.utf8.count)
        for scalar in anchor.unicodeScalars { Self.collapse(scalar, into: &text) }
        end = text.count
        for scalar in rest.unicodeScalars { Self.collapse(scalar, into: &text) }
        if text.count > end, text.last == " " { text.removeLast() }
        self.text = text
        self.end = end
        isOpenEnded = rest.unicodeScalars.first.map { !$0.isWhite } ?? true
    }

    /// Whether more must be seen.
    var isOpen: Bool { !live.isEmpty }
    /// Whether all of the continuation so far is how the text begins.
    var isAtTop: Bool { taken > 0 && live.first == 0 }

    /// Appends a scalar to collapsed text, and says whether it counted.
    @discardableResult
    static func collapse(_ scalar: Unicode.Scalar, into text: inout [Unicode.Scalar]) -> Bool {
        guard scalar.isWhite else {
            text.append(scalar)
            return true
        }
        guard let last = text.last, last != " " else { return false }
        text.append(" ")
        return true
    }

    /// Takes in the next scalar of the continuation's collapsed text.
    mutating func take(_ scalar: Unicode.Scalar) {
        if taken == 0 { begin(with: scalar) }
        var kept = 0
        for index in live.indices {
            let start = live[index]
            let position = start + taken
            var fits = position < text.count && text[position] == scalar
            var isWhole = false
            if position == end {
                isWhole = isOpenEnded || !scalar.continuesWord
                if isWhole { whole.append(start) }
                fits = fits && isWhole && end - start < 16
            }
            if fits, position >= end, position == text.count - 1 {
                confirmed.append(start)
                fits = false
            }
            if fits {
                live[kept] = start
                kept += 1
            } else if start == 0, position <= end, !isWhole {
                depth = taken
            }
        }
        live.removeSubrange(kept...)
        taken += 1
    }

    /// Nothing more will come.
    mutating func finish() {
        whole += live.filter { $0 + taken == end && taken > 0 }
    }

    private mutating func begin(with scalar: Unicode.Scalar) {
        guard end > 0 else { return }
        if text[0] == scalar { live.append(0) } else { depth = 0 }
        for start in max(1, end - Self.window)..<max(1, end) where text[start] == scalar && isWordStart(start) {
            live.append(start)
        }
    }

    private func isWordStart(_ index: Int) -> Bool {
        let (before, scalar) = (text[index - 1], text[index])
        if scalar == " " || scalar.isGraphemeTail || before.value == 0x200D { return false }
        let isFlag = (0x1F1E6...0x1F1FF).contains(scalar.value) && (0x1F1E6...0x1F1FF).contains(before.value)
        return !isFlag
            && (!(before.continuesWord && scalar.continuesWord) || before.isWrittenWithoutSpaces
                || scalar.isWrittenWithoutSpaces)
    }

    /// Whether a part of the text is one piece said twice or more in a row: then that it comes once more says nothing.
    func isPeriodic(_ range: Range<Int>) -> Bool {
        let part = text[range]
        guard part.count > 1 else { return false }
        var borders = [0]
        borders.reserveCapacity(part.count)
        var length = 0
        for index in part.indices.dropFirst() {
            while length > 0, part[index] != part[range.lowerBound + length] { length = borders[length - 1] }
            if part[index] == part[range.lowerBound + length] { length += 1 }
            borders.append(length)
        }
        return 2 * (part.count - length) <= part.count
    }

    /// What it says that a part of the text came again.
    func weight(_ range: Range<Int>) -> Int { text[range].reduce(0) { $0 + $1.weight } }
}
