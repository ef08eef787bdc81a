import ChatStream
import Store
import Translation

/// What has come of one attempt's answer: text, finish reason, figures.
///
/// Decides nothing about time or storage.
struct Answer {
    private(set) var transcript: Transcript
    private(set) var report = AttemptReport()
    private(set) var finish: FinishReason?
    private var refusal = ""
    private let sourceBytes: Int
    private let completeness = Completeness()

    init(to claimed: ClaimedSegment, mode: ResumeMode) {
        transcript = Transcript(settled: claimed.text, mode: mode)
        sourceBytes = claimed.source.utf8.count
    }

    /// Takes in what one network read held, and returns its text: one row for the journal, if any.
    mutating func receive(_ events: [ChatEvent]) -> String {
        var text = ""
        for event in events {
            switch event {
            case .started(let model):
                report.replyModel = model
                report.httpStatus = 200
            case .text(let piece):
                text += piece
                report.chunks += 1
            case .refusal(let piece): refusal += piece
            case .finished(let reason):
                finish = reason
                report.finishReason = reason.rawValue
            case .usage(let usage):
                report.promptTokens = usage.prompt
                report.completionTokens = usage.completion
            case .reasoning, .failed, .undecodable, .done: break
            }
        }
        if !text.isEmpty {
            report.characters += text.count
            transcript.append(text)
        }
        return text
    }

    /// Whether the text has outgrown any translation, so that nothing more of it should be paid for.
    var hasRunAway: Bool {
        completeness.hasRunAway(bytes: transcript.utf8Count, sourceBytes: sourceBytes)
    }

    /// Takes note of a failed exchange.
    mutating func ended(_ error: ChatError) {
        if let status = error.httpStatus { report.httpStatus = status }
    }

    /// What the answer is worth once it has ended by itself; nil where it is complete.
    mutating func verdict(source: String) -> Interruption? {
        transcript.finish(isComplete: finish == .stop)
        if !refusal.isEmpty {
            return Interruption(kind: .contentFilter, message: "the model refused: \(refusal.prefix(300))")
        }
        switch finish {
        case .stop: break
        case .length:
            return Interruption(kind: .lengthLimit, message: "the endpoint's limit for one answer was reached")
        case .contentFilter:
            return Interruption(kind: .contentFilter, message: "the endpoint's content filter ended the answer")
        case .toolCalls, .error, .other, nil:
            return Interruption(
                kind: .malformed, message: "the answer ended with finish_reason \(finish?.rawValue ?? "missing")")
        }
        switch completeness.judge(transcript.joined, of: source) {
        case .plausible: return nil
        case .empty: return Interruption(kind: .emptyAnswer, message: "the endpoint called an empty answer complete")
        case .tooShort:
            return Interruption(
                kind: .emptyAnswer, message: "the endpoint called an answer complete that is far too short")
        case .runaway: return runaway
        }
    }

    var runaway: Interruption {
        Interruption(kind: .runaway, message: "the answer is many times longer than a translation can be")
    }

    /// The answer has ended, whatever its worth.
    mutating func close() { transcript.finish() }
}
