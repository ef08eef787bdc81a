import ChatStream
import Foundation
import Translation

/// What was seen of the answer to a probe, as far as it came.
struct ProbeAnswer: Sendable {
    /// How the text came.
    enum Delivery: Sendable, Hashable {
        case nothing
        /// In several reads of the network: it streams.
        case streamed
        /// As an event stream that somebody on the way has gathered, or that has one event only.
        case inOneGo
        /// As a JSON document.
        case document
    }

    private(set) var model: String?
    private(set) var text = ""
    private(set) var pieces = 0
    private(set) var firstText: Duration?
    private(set) var usage: TokenUsage?
    private(set) var finish: FinishReason?
    private(set) var refusal = ""
    /// Whether the model thought before it wrote.
    private(set) var hasReasoned = false
    private var reads = 0
    private(set) var lastText: Duration?
    private var hasTerminator = false

    /// Takes in what one read of the network held.
    ///
    /// - Parameter time: The time since the request.
    mutating func receive(_ events: [ChatEvent], after time: Duration) {
        let before = pieces
        for event in events {
            switch event {
            case .started(let model): self.model = model
            case .text(let piece):
                text += piece
                pieces += 1
            case .reasoning: hasReasoned = true
            case .refusal(let piece): refusal += piece
            case .finished(let reason): finish = reason
            case .usage(let counts): usage = counts
            case .done: hasTerminator = true
            case .failed, .undecodable: break
            }
        }
        guard pieces > before else { return }
        reads += 1
        firstText = firstText ?? time
        lastText = time
    }

    /// The text without what a reasoning model thinks aloud.
    var words: String {
        var thoughts = Thoughts(source: "")
        return thoughts.take(text) + thoughts.finish()
    }

    var delivery: Delivery {
        if pieces == 0 { return .nothing }
        if reads > 1, !hasComeAtOnce { return .streamed }
        return pieces == 1 && !hasTerminator ? .document : .inOneGo
    }

    /// Whether several reads only mean that one could not hold it: half a millisecond a piece, where the fastest servers
    /// known take about one.
    private var hasComeAtOnce: Bool {
        guard let firstText, let lastText else { return false }
        return lastText - firstText < .microseconds(500) * pieces
    }

    /// Tokens a second once the first had come; nil where that cannot be told.
    var speed: Double? {
        guard let firstText, let lastText, let usage, usage.completion > 1, lastText > firstText else { return nil }
        return Double(usage.completion - 1) / (lastText - firstText).inSeconds
    }
}

/// How a probe ended.
enum ProbeOutcome: Sendable {
    case answered(ProbeAnswer)
    /// It had not ended when nobody wanted to wait any longer.
    case unfinished(ProbeAnswer, after: Duration)
    /// What came before it failed may tell something too.
    case failed(ChatError, ProbeAnswer)
}
