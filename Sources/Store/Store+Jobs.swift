import Foundation
import GRDB
import Translation

extension Store {
    /// A job by its number; nil where there is none.
    public func job(_ id: Job.ID) async throws -> Job? {
        try await read { database in
            let gates = try Self.gates(database)
            return try Row.fetchOne(database, sql: "SELECT * FROM jobs WHERE id = ?", arguments: [id]).map {
                try Self.job($0, behind: gates)
            }
        }
    }

    /// Jobs, newest first.
    ///
    /// - Parameters:
    ///   - state: Only jobs in this state.
    ///   - limit: At most so many.
    public func jobs(in state: JobStateName? = nil, limit: Int) async throws -> [Job] {
        var filter = JobFilter(limit: limit)
        filter.states = state.map { [$0] }
        return try await jobs(filter)
    }

    /// The jobs that are wanted, in the order that is wanted.
    public func jobs(_ filter: JobFilter) async throws -> [Job] {
        try await read { database in
            let gates = try Self.gates(database)
            let conditions = try Self.conditions(on: filter.states, behind: gates, database)
            // Each is answered by an index from its newest end; an OR of them would be sorted as a whole.
            let found = conditions.map { condition in
                let all = ([condition] + filter.conditions).joined(operator: .and)
                return
                    "SELECT * FROM (SELECT * FROM jobs WHERE \(all) ORDER BY \(filter.ordering) LIMIT \(filter.limit))"
                    as SQL
            }
            // Of a compound SQLite takes no expression to order by, so it is ordered from outside: that sorts no more rows
            // than each of its parts may give.
            let query: SQL = """
                SELECT * FROM (\(found.joined(separator: " UNION ALL ")))
                ORDER BY \(filter.ordering) LIMIT \(filter.limit)
                """
            return try SQLRequest<Row>(literal: found.count == 1 ? found[0] : query)
                .fetchAll(database).map { try Self.job($0, behind: gates) }
        }
    }

    /// Jobs that are paused because they have reached their ceilings, newest first.
    public func jobsAtCeiling(limit: Int) async throws -> [Job] {
        try await read { database in
            let gates = try Self.gates(database)
            return try SQLRequest<Row>(
                literal: "SELECT * FROM jobs WHERE pause_reason IS NOT NULL ORDER BY id DESC LIMIT \(limit)"
            ).fetchAll(database).map { try Self.job($0, behind: gates) }
        }
    }

    /// The numbers of jobs, lowest first.
    ///
    /// - Parameters:
    ///   - first: From this one on.
    ///   - last: Up to and with this one.
    ///   - states: Only jobs in one of these states; nil takes all.
    ///   - limit: At most so many.
    public func jobIDs(
        from first: Job.ID = 0, to last: Job.ID = .max, in states: Set<JobStateName>? = nil, limit: Int = .max
    ) async throws -> [Job.ID] {
        try await read { database in
            let conditions = try Self.conditions(on: states, behind: try Self.gates(database), database)
            let ids = try conditions.flatMap { condition in
                try SQLRequest<Int64>(
                    literal: """
                        SELECT id FROM jobs WHERE \(condition) AND id BETWEEN \(first) AND \(last)
                        ORDER BY id LIMIT \(limit)
                        """
                ).fetchAll(database)
            }
            return Array(ids.sorted().prefix(limit))
        }
    }

    /// Conditions on `jobs` of which each job in one of the states fulfils exactly one.
    static func conditions(
        on states: Set<JobStateName>?, behind gates: Gates, _ database: Database
    ) throws -> [SQL] {
        guard let states else { return ["TRUE"] }
        return try states.sorted { $0.rawValue < $1.rawValue }.flatMap { state -> [SQL] in
            switch state {
            case .waiting: ["state = 'waiting'"] + (try queued(behind: gates, database))
            case .queued: try queued(database) { gates.gate(before: $0) == nil } + [isToFinish]
            default: ["state = \(state.rawValue)"]
            }
        }
    }

    /// Conditions on `jobs` of which each queued job fulfils one that a closed gate bars.
    static func queued(behind gates: Gates, _ database: Database) throws -> [SQL] {
        try queued(database) { gates.gate(before: $0) != nil }
    }

    /// Conditions on `jobs`, one for each endpoint that queued jobs name and that fulfils a condition; nil stands for
    /// the jobs that name none.
    private static func queued(_ database: Database, _ isWanted: (String?) -> Bool) throws -> [SQL] {
        let names = try String.fetchAll(
            database, sql: "SELECT endpoint FROM job_counts WHERE state = 'queued' AND jobs > 0")
        return names.map { $0.isEmpty ? nil : $0 }.filter(isWanted).map { name in
            "state = 'queued' AND endpoint IS \(name) AND segments_done < segments"
        }
    }

    /// A condition on `jobs`: nothing but their end is left, which no gate bars.
    ///
    /// Said so that SQLite takes them from their own index: it does not see that “= 'queued'” implies the condition of that,
    /// and would go through all queued jobs.
    private static let isToFinish: SQL = """
        state = 'queued' AND id IN (
            SELECT id FROM jobs INDEXED BY jobs_to_finish
            WHERE state IN ('queued', 'running') AND segments_done = segments)
        """

    /// How many jobs are in each state; a look-up, however many there are.
    ///
    /// Queued jobs behind a closed gate are counted as waiting.
    public func counts() async throws -> [JobStateName: Int] {
        try await read { try Self.counts(behind: try Self.gates($0), $0) }
    }

    static func counts(behind gates: Gates, _ database: Database) throws -> [JobStateName: Int] {
        var counts = Dictionary(uniqueKeysWithValues: JobStateName.allCases.map { ($0, 0) })
        for row in try Row.fetchAll(database, sql: "SELECT state, endpoint, jobs FROM job_counts") {
            guard var state = JobStateName(rawValue: row[0]) else { continue }
            let endpoint: String = row[1]
            if state == .queued, gates.gate(before: endpoint.isEmpty ? nil : endpoint) != nil { state = .waiting }
            counts[state, default: 0] += row[2]
        }
        return counts
    }

    /// Characters of sources that are still to be translated in jobs that run, or that nothing keeps from running; a
    /// look-up, however many there are.
    public func charactersLeft() async throws -> Int {
        try await read { database in
            let gates = try Self.gates(database)
            return try Row.fetchAll(
                database,
                sql: "SELECT state, endpoint, characters_left FROM job_counts WHERE state IN ('queued', 'running')"
            ).reduce(0) { sum, row in
                let endpoint: String = row[1]
                let waits = row[0] == "queued" && gates.gate(before: endpoint.isEmpty ? nil : endpoint) != nil
                return waits ? sum : sum + row[2]
            }
        }
    }

    /// A job's tokens.
    public struct Tokens: Sendable, Equatable {
        /// Tokens of all requests, as far as the endpoints said.
        public var prompt = 0
        /// Tokens of all answers, as far as the endpoints said.
        public var completion = 0
        /// Tokens that were not generated again, because their text was sent back: estimated at four bytes a token.
        public var saved = 0

        /// None at all.
        public init() {}

        /// What characters that were sent back saved: at four bytes a token.
        static func saved(characters: Int) -> Int { characters / 4 }

        init(prompt: Int, completion: Int, saved: Int) {
            (self.prompt, self.completion, self.saved) = (prompt, completion, saved)
        }
    }

    /// The tokens of a job.
    public func tokens(of job: Job.ID) async throws -> Tokens {
        try await tokens(of: [job])[job] ?? Tokens()
    }

    /// The tokens of several jobs at once.
    public func tokens(of jobs: [Job.ID]) async throws -> [Job.ID: Tokens] {
        let list = String(decoding: try JSONEncoder().encode(jobs), as: UTF8.self)
        return try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT job_id, coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0),
                        coalesce(sum(prefix_characters), 0) / 4
                    FROM attempts WHERE job_id IN (SELECT value FROM json_each(?)) GROUP BY job_id
                    """, arguments: [list])
            return Dictionary(
                uniqueKeysWithValues: rows.map {
                    ($0[0] as Int64, Tokens(prompt: $0[1], completion: $0[2], saved: $0[3]))
                })
        }
    }

    /// Every request that was made for a job, oldest first.
    public func attempts(of job: Job.ID) async throws -> [Attempt] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT attempts.*, segments.position FROM attempts
                    JOIN segments ON segments.id = attempts.segment_id
                    WHERE attempts.job_id = ? ORDER BY attempts.id
                    """, arguments: [job]
            ).map(Self.attempt)
        }
    }

    /// - Parameter gates: Tell whether a queued job can go on.
    static func job(_ row: Row, behind gates: Gates = Gates(closed: [], endpoints: [])) throws -> Job {
        let progress = JobProgress(
            segments: row["segments"], segmentsDone: row["segments_done"], characters: row["characters"],
            charactersDone: row["characters_done"], attempts: row["attempts"])
        var state = state(row)
        if case .queued = state, progress.segmentsDone < progress.segments,
            let gate = gates.gate(before: row["endpoint"])
        {
            state = .waiting(until: gate.opensAt, for: .endpoint)
        }
        var job = Job(
            id: row["id"], name: row["name"], format: row["format"], sourceLanguage: row["source_language"],
            targetLanguage: row["target_language"], endpoint: row["endpoint"], model: row["model"],
            instructions: row["instructions"], glossary: try decodeGlossary(row["glossary"]),
            temperature: row["temperature"], priority: row["priority"], outputPath: row["output_path"],
            state: state, progress: progress,
            createdAt: Timestamp(milliseconds: row["created_at"]),
            startedAt: (row["started_at"] as Int64?).map(Timestamp.init(milliseconds:)))
        job.outputError = row["output_error"]
        job.overwrites = row["overwrites"]
        job.path = row["path"]
        job.former = row["former_id"]
        job.cost = (row["cost"] as Int64?).map {
            Cost(amount: Money(millionths: $0), isEstimated: row["cost_estimated"])
        }
        job.maxCost = (row["max_cost"] as Int64?).map(Money.init(millionths:))
        job.isPausedByCost = row["pause_reason"] != nil
        return job
    }

    private static func state(_ row: Row) -> JobState {
        // The table's CHECKs see to it that what belongs to a state is there.
        let finished = Timestamp(milliseconds: row["finished_at"] ?? 0)
        return switch JobStateName(rawValue: row["state"]) ?? .queued {
        case .queued: .queued
        case .running: .running
        case .waiting:
            .waiting(
                until: Timestamp(milliseconds: row["not_before"] ?? 0),
                for: (row["wait_reason"] as String?).flatMap(WaitReason.init(rawValue:)) ?? .backoff)
        case .paused: .paused
        case .completed: .completed(at: finished)
        case .failed:
            .failed(
                at: finished,
                JobFailure(
                    kind: row["error_kind"] ?? "", message: row["error_message"] ?? "",
                    hint: row["error_hint"] ?? ""))
        case .cancelled: .cancelled(at: finished)
        }
    }

    static func attempt(_ row: Row) -> Attempt {
        var attempt = Attempt(
            id: row["id"], number: row["number"], position: row["position"], endpoint: row["endpoint"],
            model: row["model"], replyModel: row["reply_model"],
            mode: ResumeMode(rawValue: row["mode"]) ?? .continue,
            outcome: (row["outcome"] as String?).flatMap(Attempt.Outcome.init(rawValue:)),
            httpStatus: row["http_status"], finishReason: row["finish_reason"], error: row["error"],
            junction: row["junction"],
            chunks: row["chunks"], characters: row["characters"], prefixCharacters: row["prefix_characters"],
            promptTokens: row["prompt_tokens"], completionTokens: row["completion_tokens"],
            startedAt: Timestamp(milliseconds: row["started_at"]),
            firstTextAt: (row["first_text_at"] as Int64?).map(Timestamp.init(milliseconds:)),
            endedAt: (row["ended_at"] as Int64?).map(Timestamp.init(milliseconds:)))
        attempt.cost = (row["cost"] as Int64?).map {
            Cost(amount: Money(millionths: $0), isEstimated: row["cost_estimated"])
        }
        return attempt
    }
}
