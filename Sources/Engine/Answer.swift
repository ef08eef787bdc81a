import ChatStream
import Documents
import Store
import Translation

/// What has come of one attempt's answer: text, finish reason, figures.
///
/// Decides nothing about time or storage. For one task at a time; a class, since each frame of a waiting stream that has
/// it would otherwise hold it whole (see the section `memory` of `Tests/Benchmark`).
final class Answer {
    private(set) var transcript: Transcript
    private(set) var report = AttemptReport()
    private(set) var finish: FinishReason?
    /// What was asked for that an endpoint may refuse.
    private(set) var options: RequestOptions = []
    /// The characters that were told of what is around the segment.
    private(set) var told = 0
    private var refusal = ""
    private var thoughts: Thoughts
    /// The answer as it came, where that is not the whole transcript.
    private var continuation = ""
    private var loops: LoopDetector
    private var reasoning: ReasoningWatch
    // Of the claimed segment what is needed here, which is a fifth of it.
    private let source: String
    private let mode: ResumeMode
    private let manner: Manner?
    private let attemptNumber: Int
    private let maxTokens: Int?
    private let completeness = Completeness()

    /// - Parameter maxTokens: The limit that was asked for.
    init(to claimed: ClaimedSegment, maxTokens: Int? = nil) {
        source = claimed.source
        (mode, manner, attemptNumber) = (claimed.mode, claimed.manner, claimed.attemptNumber)
        self.maxTokens = maxTokens
        transcript = Transcript(settled: claimed.text, mode: claimed.mode, source: claimed.source)
        loops = LoopDetector(source: claimed.source)
        reasoning = ReasoningWatch(source: claimed.source)
        thoughts = Thoughts(source: claimed.source)
    }

    /// Whether the transcript begins with this answer, and is nothing else.
    private var isWhole: Bool { transcript.settled.isEmpty }

    /// The answer as it came.
    var received: String { isWhole ? transcript.received : continuation }

    /// Takes note of what is asked.
    ///
    /// - Parameter told: The characters that are told of what is around the segment.
    func ask(_ request: ChatRequest, told: Int) {
        // For the cost, where the endpoint does not tell how many tokens that were.
        report.estimatedPromptTokens = request.messages.reduce(0) { $0 + TokenEstimate.tokens(in: $1.content) }
        (options, self.told) = (RequestOptions(request), told)
    }

    /// Takes in what one network read held, and returns its text: one row for the journal, if any.
    func receive(_ events: [ChatEvent]) -> String {
        var text = ""
        for event in events {
            switch event {
            case .started(let model):
                report.replyModel = model
                report.httpStatus = 200
            case .text(let piece):
                let words = thoughts.take(piece)
                if words.isEmpty { reasoning.take(piece) }
                text += words
                report.chunks += 1
            case .refusal(let piece): refusal += piece
            case .finished(let reason):
                text += thoughts.finish()
                finish = reason
                report.finishReason = reason.rawValue
            case .usage(let usage):
                report.promptTokens = usage.prompt
                report.completionTokens = usage.completion
            case .reasoning: reasoning.count()
            case .failed, .undecodable, .done: break
            }
        }
        if !text.isEmpty {
            report.characters += text.count
            if !isWhole { continuation += text }
            transcript.append(text)
            loops.append(text, endOf: received)
        }
        return text
    }

    /// Why nothing more of this should be paid for; nil while it may become a translation.
    var excess: Interruption? {
        if loops.isLooping {
            return Interruption(kind: .looping, message: "the answer says the same again and again")
        }
        if let excess = reasoning.excess { return excess }
        guard completeness.hasRunAway(bytes: transcript.utf8Count, sourceBytes: source.utf8.count) else {
            return nil
        }
        return runaway
    }

    /// Takes note of what the translation lacks, though it is taken.
    func warn(_ warnings: [String]) { report.warnings = warnings }

    /// Takes note of what the translation teaches the memory.
    func learn(_ pairs: [(source: String, target: String)], in scope: MemoryScope) {
        report.learned = AttemptReport.Learned(
            pairs.map { MemoryPair(source: $0.source, target: $0.target) }, scope: scope)
    }

    /// Takes note of a failed exchange.
    func ended(_ error: ChatError) {
        if let status = error.httpStatus { report.httpStatus = status }
    }

    /// The answer has ended, whatever its worth.
    func close() {
        let held = thoughts.finish()
        transcript.append(held)
        if !isWhole { continuation += held }
        let received = received
        loops.append(held, endOf: received)
        report.estimatedCompletionTokens = TokenEstimate.tokens(in: received) + reasoning.estimatedTokens
        transcript.finish(isComplete: finish == .stop)
        if attemptNumber > 1 || finish != .stop { report.answer = received }
        report.junction = transcript.prefix.isEmpty ? nil : transcript.junction?.rawValue
    }

    /// What is judged, and is the translation where it is found complete: of an answer that began anew and ended by
    /// itself, that one, be it longer or shorter than what broke off before.
    var text: String {
        mode == .restart && finish == .stop && !received.isEmpty ? received : transcript.joined
    }

    /// What the answer is worth once it has ended by itself; nil where it is complete.
    func verdict(target: LanguageTag, origin: LanguageTag?) -> Interruption? {
        if !refusal.isEmpty {
            return Interruption(kind: .refused, message: "the model refused: \(refusal.prefix(300))")
        }
        switch finish {
        case .stop where reachedLimit, .length:
            return Interruption(kind: .lengthLimit, message: "the endpoint's limit for one answer was reached")
        case .stop: break
        case .contentFilter:
            return Interruption(kind: .contentFilter, message: "the endpoint's content filter ended the answer")
        case .toolCalls, .error, .other, nil:
            return Interruption(
                kind: .malformed, message: "the answer ended with finish_reason \(finish?.rawValue ?? "missing")")
        }
        return addition ?? worth(target: target, origin: origin)
    }

    /// Some servers say `stop` at the limit that was asked for (Ollama).
    private var reachedLimit: Bool {
        guard let maxTokens, let used = report.completionTokens else { return false }
        return used >= maxTokens
    }

    /// What is wrong with an answer to `continue` that brings nothing; nil where it may mean that all was said.
    ///
    /// After a prefill an empty answer is a plain yes. After `continue` it may be a misunderstanding, and is believed
    /// the second time.
    private var addition: Interruption? {
        guard mode == .continue, !transcript.prefix.isEmpty, !transcript.hasNewText else { return nil }
        if transcript.junction == .answersInstruction {
            return Interruption(
                kind: .noNewText,
                message: "the model talked about the text instead of going on")
        }
        // It gave the word that was held back and stopped, so it knew where it was.
        guard transcript.junction == .startsAgain || received.allSatisfy(\.isWhitespace), manner != .confirm
        else { return nil }
        return Interruption(kind: .brokenOff, message: "asked to go on, the model added nothing; was that all?")
    }

    private func worth(target: LanguageTag, origin: LanguageTag?) -> Interruption? {
        // Where the text is this answer, it was watched as it came.
        let detector = isWhole ? loops : nil
        switch completeness.judge(text, of: source, into: target, from: origin, detector: detector) {
        case .plausible: return nil
        // Asked whether that was all, it added nothing: so it was. And what is much longer than its source is not asked
        // for more and more: a model that obliges would write on for ever.
        case .brokenOff
        where manner == .confirm
            && (!transcript.hasGrown || completeness.isAmple(text, of: source)):
            return nil
        case .brokenOff: return Interruption(kind: .brokenOff, message: "the answer ends in mid-sentence")
        case .tooShort: return Interruption(kind: .tooShort, message: "the answer is far too short for its source")
        case .empty:
            return Interruption(kind: .emptyAnswer, message: "the endpoint called an empty answer complete")
        case .runaway: return runaway
        case .wrongScript(let expected, let found):
            return Interruption(
                kind: .wrongScript, message: "the answer is in \(found) script, \(target.englishName) wants \(expected)"
            )
        case .untranslated:
            return Interruption(kind: .untranslated, message: "the answer is the source, untranslated")
        case .refusal: return Interruption(kind: .refused, message: "the model refused to translate this")
        case .looping: return Interruption(kind: .looping, message: "the answer says the same again and again")
        }
    }

    private var runaway: Interruption {
        Interruption(kind: .runaway, message: "the answer is many times longer than a translation can be")
    }
}
