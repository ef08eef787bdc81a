/// The text of a segment's translation so far, over all attempts, and how the next continuation is joined.
///
/// The joined text is a function of the settled text and the raw text of the attempt that runs: a worker computes it
/// as chunks come, recovery computes it again from the journal, and both get the same.
public struct Transcript: Sendable, Equatable {
    /// The text at the time of the request; what is stored never gets shorter than what was shown of it.
    public let settled: String
    /// The text that the request carries for the model to go on from: up to the last whole word.
    public let prefix: String
    /// How the continuation took up what was there; nil while that is not told apart, and where nothing was there.
    public private(set) var junction: Junction?
    private var joining: Joining
    /// Bytes of the settled text that were shown.
    private let shown: Int
    private var text: String
    /// Whether ``text`` holds all that was shown, and more than was settled.
    private var isAhead = false

    /// How the continuation joins.
    ///
    /// Indirect, since room for a seam would be held by each answer, and few have one for long.
    private indirect enum Joining: Sendable, Equatable {
        case told
        case open(Seam)
    }

    /// Takes up a text.
    ///
    /// - Parameters:
    ///   - settled: Everything that was received and joined before; empty for a fresh segment.
    ///   - mode: How the request goes on. After ``ResumeMode/restart`` the answer is compared with what is there, and
    ///     taken over from where it lies beyond.
    ///   - source: What is translated: a line that could be the model's own remark is kept where the source speaks of
    ///     the same.
    public init(settled: String, mode: ResumeMode = .continue, source: String = "") {
        let border = WordBorder.lastWholeWord(of: settled)
        let anchor = String(settled[..<border])
        self.settled = settled
        prefix = mode == .restart ? "" : anchor
        shown = anchor.utf8.count
        text = anchor
        joining =
            anchor.isEmpty
            ? .told
            : .open(
                Seam(anchor: anchor, rest: String(settled[border...]), isRestart: mode == .restart, source: source))
    }

    /// Adds a chunk of the answer, as it came.
    ///
    /// Takes time in proportion to the chunk, and once, when it is told how the continuation joins, to the text.
    public mutating func append(_ chunk: String) {
        guard !chunk.isEmpty else { return }
        if case .open(var seam) = joining {
            joining = .told  // so that nobody else has what is in it
            let join = seam.take(chunk)
            if let join { take(join) } else { joining = .open(seam) }
        } else {
            text += chunk
            lookAhead()
        }
    }

    /// The answer has ended, in whatever way: what is still held back is joined.
    ///
    /// - Parameter isComplete: Whether it ended by itself (`finish_reason: "stop"`). If not, the beginning of another
    ///   wording of what is there already is left out, since the next attempt brings it again.
    public mutating func finish(isComplete: Bool = false) {
        if case .open(var seam) = joining, !seam.isUntouched { take(seam.finish(isComplete: isComplete)) }
        if isComplete, endsWhatWasTorn { isAhead = true }
    }

    /// Whether the answer said otherwise, and in fewer letters, what had broken off in mid-word, and ended there.
    ///
    /// What is taken back was not shown. An answer that began again, or spoke of the task, says nothing of the torn word.
    private var endsWhatWasTorn: Bool {
        guard shown == 0 || !prefix.isEmpty, text.utf8.dropFirst(shown).contains(where: { $0 > 0x20 }) else {
            return false
        }
        return switch junction {
        case .goesOn, .prefaces, .repeatsTail: true
        case .startsAgain, .answersInstruction: false
        case nil: shown == 0
        }
    }

    private mutating func take(_ join: Seam.Join) {
        junction = join.junction
        text = join.text
        joining = .told
        lookAhead()
    }

    /// Text that would take back what was shown, as “Hola,” does after “Hola” while more of the word may come, is
    /// not ahead yet.
    private mutating func lookAhead() {
        guard !isAhead, text.utf8.count > settled.utf8.count else { return }
        isAhead = shown == 0 || whole(text).utf8.count >= shown
    }

    /// The text to store: everything joined so far, or what was settled while that is longer and no answer has ended.
    public var joined: String {
        isAhead ? text : settled
    }

    /// What came of the attempt, where nothing was settled before it: there is nothing that it has to be joined to.
    public var received: String { text }

    /// Whether the attempt brought text that was not there before, other text for a torn word included; white space is none.
    public var hasNewText: Bool { isAhead && Self.said(text) != Self.said(settled) }

    /// Whether there is more text than before the attempt.
    ///
    /// Who is asked to go on and gives the torn word alone, in as many letters or fewer, has nothing to add, and would say so
    /// for ever.
    public var hasGrown: Bool { isAhead && Self.said(text).utf8.count > Self.said(settled).utf8.count }

    /// All but the white space at the end.
    private static func said(_ text: String) -> Substring {
        let end = text.unicodeScalars.lastIndex { !$0.properties.isWhitespace }
        return end.map { text[...$0] } ?? ""
    }

    /// Bytes of the text so far, in constant time.
    public var utf8Count: Int { max(text.utf8.count, settled.utf8.count) }

    /// What may be shown: up to the last whole word.
    ///
    /// What was shown once is never taken back.
    public var visible: Substring { whole(joined) }

    private func whole(_ text: String) -> Substring { text[..<WordBorder.lastWholeWord(of: text)] }
}
