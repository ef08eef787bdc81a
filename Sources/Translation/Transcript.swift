/// What was received of a segment's translation so far, over all attempts, and how the next continuation is joined.
///
/// The joined text is a function of the settled text and the raw text of the attempt that runs: a worker computes it
/// as chunks come, recovery computes it again from the journal, and both get the same.
public struct Transcript: Sendable, Equatable {
    /// The text at the time of the request; what is stored never gets shorter than it.
    public let settled: String
    /// The text that the request carries for the model to go on from: up to the last whole word.
    public let prefix: String
    private let seam: Seam
    private var text: String
    /// The beginning of a continuation that is not yet told apart; nil once the seam is decided.
    private var held: String?

    /// Takes up a text.
    ///
    /// - Parameters:
    ///   - settled: Everything that was received and joined before; empty for a fresh segment.
    ///   - mode: How the request goes on; after ``ResumeMode/restart`` the answer replaces what was there as soon as
    ///     it is longer.
    public init(settled: String, mode: ResumeMode = .continue) {
        let border = mode == .restart ? settled.startIndex : WordBorder.lastWholeWord(of: settled)
        self.settled = settled
        prefix = String(settled[..<border])
        seam = Seam(anchor: prefix, rest: String(settled[border...]))
        text = prefix
        held = ""
    }

    /// Adds a chunk of the answer, as it came.
    public mutating func append(_ chunk: String) {
        guard !chunk.isEmpty else { return }
        if let before = held {
            resolve(before + chunk, final: false)
        } else {
            text += chunk
        }
    }

    /// The answer has ended, in whatever way: what is still held back is joined.
    public mutating func finish() {
        if let before = held { resolve(before, final: true) }
    }

    private mutating func resolve(_ beginning: String, final: Bool) {
        switch seam.decide(beginning, final: final) {
        case .undecided: held = beginning
        case .joined(let joined):
            text = joined
            held = nil
        }
    }

    /// The text to store: everything joined so far, or what was settled while that is longer.
    public var joined: String {
        isAhead ? text : settled
    }

    /// Whether the attempt brought text that was not there before.
    public var hasNewText: Bool { isAhead }

    /// Bytes of the text so far, in constant time.
    public var utf8Count: Int { max(text.utf8.count, settled.utf8.count) }

    /// What may be shown: up to the last whole word.
    ///
    /// What was shown once is never taken back.
    public var visible: Substring {
        let joined = joined
        return joined[..<WordBorder.lastWholeWord(of: joined)]
    }

    private var isAhead: Bool { text.utf8.count > settled.utf8.count }
}
