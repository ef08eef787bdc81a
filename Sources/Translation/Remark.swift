/// Recognises what a model says about the task instead of, or before, doing it.
///
/// Told from the text itself by set phrases only (``RemarkPhrases``): a preface stands on a line of its own and says that
/// something is continued; an answer to the instruction is all that comes, and short. Whatever else is text.
struct Remark: Sendable, Equatable {
    /// No remark is longer, in scalars; so no more is held back for one.
    static let longest = 300

    /// What is known so far.
    enum State: Sendable, Equatable {
        /// It may be one; more must be seen.
        case possible
        /// It is none.
        case none
        /// The first line is a preface, which ends at this byte.
        case preface(end: Int)
    }

    private(set) var state = State.possible
    /// In lower case, blanks for white space, without marks at its beginning.
    private var folded: [Unicode.Scalar] = []
    private var openers: [[Unicode.Scalar]]?
    private var isOpened = false
    private var isFirstLine = true

    /// Takes in the next scalar; `end` is where it ends in the text, in bytes.
    mutating func take(_ scalar: Unicode.Scalar, end: Int) {
        guard state == .possible else { return }
        if scalar.isLineBreak || scalar == "\r" { return endLine(at: end) }
        if folded.isEmpty, !scalar.continuesWord, !scalar.isWrittenWithoutSpaces {
            // Quotation marks, emphasis, “¡”. A long row of such marks is no remark.
            if end > 16 { state = .none }
            return
        }
        fold(scalar)
        if folded.count > Self.longest { state = .none }
        if !isOpened { open() }
    }

    /// Whether it is, now that it has ended, an answer to the instruction.
    var isAnswer: Bool {
        guard state == .possible, isOpened else { return false }
        var words = folded[...]
        while let last = words.last, !last.continuesWord, !last.isWrittenWithoutSpaces || Self.marks.contains(last) {
            words.removeLast()
        }
        return RemarkPhrases.continue.contains(Array(words)) || isFirstLine && isPreface
            || RemarkPhrases.answers.contains { phrase in
                folded.starts(with: phrase[0]) && phrase.dropFirst().allSatisfy(folded.holds)
            }
    }

    /// Whether it speaks of a task that the source does not speak of itself.
    ///
    /// A document about translating may well have a line that reads like a preface.
    func isForeign(to source: String) -> Bool {
        let folded = folded
        let source = Array(source.lowercased().unicodeScalars)
        return [RemarkPhrases.continuing, RemarkPhrases.translating, RemarkPhrases.leftOff].contains { topic in
            topic.contains(where: folded.holds) && !topic.contains(where: source.holds)
        }
    }

    /// Whether it speaks of a translation, and the source of none.
    func announcesTranslation(unlike source: String) -> Bool {
        let source = Array(source.lowercased().unicodeScalars)
        return RemarkPhrases.translating.contains(where: folded.holds)
            && !RemarkPhrases.translating.contains(where: source.holds)
    }

    private static let marks = Array("。！？：、…」』”》".unicodeScalars)

    private mutating func endLine(at end: Int) {
        if folded.isEmpty { state = .none }
        guard isOpened else { return state = .none }
        if isFirstLine, isPreface { return state = .preface(end: end) }
        isFirstLine = false
        fold(" ")
    }

    private mutating func fold(_ scalar: Unicode.Scalar) {
        if scalar.isWhite {
            if folded.last != " " { folded.append(" ") }
        } else if scalar.value < 0x80 {
            folded.append(("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
        } else {
            folded.append(
                contentsOf: scalar == "’" ? "'".unicodeScalars : scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    private mutating func open() {
        let count = folded.count
        let fitting = (openers ?? RemarkPhrases.openers[folded[0]] ?? []).filter { opener in
            count > opener.count || opener[count - 1] == folded[count - 1]
        }
        openers = fitting
        isOpened = fitting.contains { $0.count <= count }
        if fitting.isEmpty { state = .none }
    }

    /// Whether the line announces a continuation: it says so, and ends as an announcement does.
    private var isPreface: Bool {
        let line = folded.reversed().drop { " *_\"”»`".unicodeScalars.contains($0) }
        guard let last = line.first else { return false }
        let isOfContinuing = RemarkPhrases.continuing.contains(where: folded.holds)
        let isOfTranslating = RemarkPhrases.translating.contains(where: folded.holds)
        if last == ":" || last == "：" { return isOfContinuing || isOfTranslating }
        guard !last.continuesWord else { return false }
        return isOfContinuing && isOfTranslating || RemarkPhrases.leftOff.contains(where: folded.holds)
    }
}

extension [Unicode.Scalar] {
    /// Whether a phrase stands in the text.
    fileprivate func holds(_ phrase: [Unicode.Scalar]) -> Bool {
        guard let first = phrase.first, count >= phrase.count else { return false }
        return (0...(count - phrase.count)).contains { start in
            self[start] == first && self[start..<start + phrase.count].elementsEqual(phrase)
        }
    }
}
