import Store
import Translation

/// A job as `--json` prints it: the contract for programs that read us.
struct JobJSON: Encodable {
    struct Segments: Encodable {
        let total: Int
        let done: Int
    }

    struct Failure: Encodable {
        let kind: String
        let message: String
        let hint: String
    }

    struct Tokens: Encodable {
        let prompt: Int
        let completion: Int
        let saved: Int
    }

    let id: Int64
    let name: String
    let state: String
    let sourceLanguage: Nullable<String>
    let targetLanguage: String
    let endpoint: Nullable<String>
    let model: Nullable<String>
    let priority: Int
    let progress: Double
    let segments: Segments
    let attempts: Int
    let waitingUntil: Nullable<String>
    let waitingFor: Nullable<String>
    let error: Nullable<Failure>
    let createdAt: String
    let startedAt: Nullable<String>
    let finishedAt: Nullable<String>
    let output: Nullable<String>
    /// Why the finished document is not there.
    let outputError: Nullable<String>
    let tokens: Tokens
    /// What it has cost; null where nothing was asked at a price.
    let cost: Nullable<CostJSON>
    /// Why it is paused, where not a person did that: `max_cost`.
    let pausedBy: Nullable<String>
    /// Only `show` prints it.
    var attemptsLog: [AttemptJSON]?
    /// Only `show` prints them: what the translation lacks, segment by segment.
    var warnings: [Warning]?
    /// Only `show` prints them: what was told of its end, and what is to be.
    var deliveries: [DeliveryJSON]?
    /// Only `show` prints it: how much no model was asked for.
    var reused: Reused?

    struct Reused: Encodable {
        let fromMemory: Int
        let fromFormer: Int
        let formerJob: Nullable<Int64>
        let characters: Int
    }

    struct Warning: Encodable {
        let segment: Int
        let message: String
    }

    init(
        _ job: Job, tokens: Store.Tokens, attempts: [Attempt]? = nil, segments list: [Segment]? = nil,
        reuse: Store.Reuse? = nil, currency: String? = nil
    ) {
        cost = Nullable(job.cost.map { CostJSON($0, ceiling: job.maxCost, currency: currency) })
        pausedBy = Nullable(job.isPausedByCost ? "max_cost" : nil)
        reused = reuse.map {
            Reused(
                fromMemory: $0.fromMemory, fromFormer: $0.fromFormer, formerJob: Nullable(job.former),
                characters: $0.characters)
        }
        warnings = list?.flatMap { segment in
            segment.warnings.map { Warning(segment: segment.position, message: $0) }
        }
        id = job.id
        name = job.name
        state = job.state.name.rawValue
        sourceLanguage = Nullable(job.sourceLanguage)
        targetLanguage = job.targetLanguage
        endpoint = Nullable(job.endpoint)
        model = Nullable(job.model)
        priority = job.priority
        progress = job.state.name == .completed ? 1 : job.progress.fraction
        segments = Segments(total: job.progress.segments, done: job.progress.segmentsDone)
        self.attempts = job.progress.attempts
        if case .waiting(let until, let reason) = job.state {
            waitingUntil = Nullable(JSONText.time(until))
            waitingFor = Nullable(reason.rawValue)
        } else {
            waitingUntil = Nullable(nil)
            waitingFor = Nullable(nil)
        }
        if case .failed(_, let failure) = job.state {
            error = Nullable(Failure(kind: failure.kind, message: failure.message, hint: failure.hint))
        } else {
            error = Nullable(nil)
        }
        createdAt = JSONText.time(job.createdAt)
        startedAt = Nullable(job.startedAt.map(JSONText.time))
        finishedAt = Nullable(job.state.finishedAt.map(JSONText.time))
        output = Nullable(job.outputPath)
        outputError = Nullable(job.outputError)
        self.tokens = Tokens(prompt: tokens.prompt, completion: tokens.completion, saved: tokens.saved)
        attemptsLog = attempts?.map(AttemptJSON.init)
    }
}

/// An attempt as `show --json` prints it.
struct AttemptJSON: Encodable {
    let number: Int
    let segment: Int
    let endpoint: String
    let model: String
    let replyModel: Nullable<String>
    let mode: String
    let outcome: Nullable<String>
    let httpStatus: Nullable<Int>
    let finishReason: Nullable<String>
    let error: Nullable<String>
    let junction: Nullable<String>
    let chunks: Int
    let characters: Int
    let prefixCharacters: Int
    let cost: Nullable<Double>
    let startedAt: String
    let firstTextAt: Nullable<String>
    let endedAt: Nullable<String>

    init(_ attempt: Attempt) {
        number = attempt.number
        segment = attempt.position
        endpoint = attempt.endpoint
        model = attempt.model
        replyModel = Nullable(attempt.replyModel)
        mode = attempt.mode.rawValue
        outcome = Nullable(attempt.outcome?.rawValue)
        httpStatus = Nullable(attempt.httpStatus)
        finishReason = Nullable(attempt.finishReason)
        error = Nullable(attempt.error)
        junction = Nullable(attempt.junction)
        chunks = attempt.chunks
        characters = attempt.characters
        prefixCharacters = attempt.prefixCharacters
        cost = Nullable(attempt.cost?.amount.inUnits)
        startedAt = JSONText.time(attempt.startedAt)
        firstTextAt = Nullable(attempt.firstTextAt.map(JSONText.time))
        endedAt = Nullable(attempt.endedAt.map(JSONText.time))
    }
}
