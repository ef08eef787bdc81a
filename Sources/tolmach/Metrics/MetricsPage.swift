import Store
import Translation

/// All figures for monitoring, as `status --prometheus` prints them and `serve --metrics-textfile` writes them.
struct MetricsPage {
    private let metrics: Store.Metrics
    /// When the daemon that lives was started, and its version; nil where none does.
    private let daemon: (startedAt: Timestamp, version: String)?
    private let now: Timestamp
    private var page = ExpositionText()

    /// Puts the page together.
    static func text(
        _ metrics: Store.Metrics, daemon: (startedAt: Timestamp, version: String)?, now: Timestamp
    ) -> String {
        var page = MetricsPage(metrics: metrics, daemon: daemon, now: now)
        page.addDaemon()
        page.addJobs()
        page.addRequests()
        page.addGates()
        page.addTimes()
        page.addSpace()
        return page.page.text
    }

    private init(metrics: Store.Metrics, daemon: (startedAt: Timestamp, version: String)?, now: Timestamp) {
        (self.metrics, self.daemon, self.now) = (metrics, daemon, now)
    }

    private mutating func addDaemon() {
        page.single("tolmach_up", .gauge, "Whether a daemon works on the queue.", daemon == nil ? 0 : 1)
        page.family(
            "tolmach_build_info", .gauge, "The version of the daemon, or of this program; always 1.")
        page.sample("tolmach_build_info", [("version", daemon?.version ?? Tolmach.version)], 1)
        if let daemon {
            page.single(
                "tolmach_start_time_seconds", .gauge, "When the daemon started, in seconds since 1970.",
                Self.seconds(daemon.startedAt))
        }
    }

    private mutating func addJobs() {
        page.family("tolmach_jobs", .gauge, "Jobs by state; those behind a closed gate are waiting.")
        for state in JobStateName.allCases {
            page.sample("tolmach_jobs", [("state", state.rawValue)], Double(metrics.jobs[state] ?? 0))
        }
        page.family(
            "tolmach_jobs_ended_total", .counter,
            "Jobs that came to an end, by state; one that is tried again and ends again counts again.")
        for state in JobStateName.allCases where state.isFinal {
            page.sample(
                "tolmach_jobs_ended_total", [("state", state.rawValue)],
                Double(metrics.jobsEnded[state.rawValue] ?? 0))
        }
        page.family(
            "tolmach_oldest_job_age_seconds", .gauge,
            "How long the oldest job is there that is queued, or that waits for more than its own time; 0 without one.")
        for state in [JobStateName.queued, .waiting] {
            let age = metrics.oldest[state].map { max(.zero, now - $0).inSeconds } ?? 0
            page.sample("tolmach_oldest_job_age_seconds", [("state", state.rawValue)], age)
        }
    }

    private mutating func addRequests() {
        addByEndpoint("tolmach_running_streams", .gauge, "Requests that are being answered now.") { $0.streams }
        addByEndpoint("tolmach_requests_total", "Requests that have ended, by outcome.", "outcome") { $0.requests }
        addByEndpoint(
            "tolmach_interruptions_total", "Requests that ended without completing their segment, by why.", "kind"
        ) { $0.interruptions }
        addByEndpoint("tolmach_chunks_total", .counter, "Chunks received.") { $0.chunks }
        addByEndpoint("tolmach_characters_total", .counter, "Characters received.") { $0.characters }
        addByEndpoint(
            "tolmach_prompt_tokens_total", .counter, "Tokens of requests, as far as the endpoint says."
        ) { $0.tokens.prompt }
        addByEndpoint(
            "tolmach_completion_tokens_total", .counter, "Tokens of answers, as far as the endpoint says."
        ) { $0.tokens.completion }
        addByEndpoint(
            "tolmach_saved_tokens_total", .counter,
            "Tokens that were not generated again, because their text was sent back; estimated at four characters each."
        ) { $0.tokens.saved }
    }

    private mutating func addGates() {
        page.family(
            "tolmach_gate_closed", .gauge, "Whether the endpoint is left alone, for a time or until it is mended.")
        let names = metrics.gates.endpoints
        for name in names {
            page.sample("tolmach_gate_closed", [("endpoint", name)], metrics.gates.gate(of: name) == nil ? 0 : 1)
        }
        let closed = names.compactMap { metrics.gates.gate(of: $0) }
        guard !closed.isEmpty else { return }
        page.family(
            "tolmach_gate_opens_timestamp_seconds", .gauge,
            "When one request asks whether a closed gate can be opened, in seconds since 1970.")
        for gate in closed {
            page.sample(
                "tolmach_gate_opens_timestamp_seconds",
                [("endpoint", gate.endpoint), ("reason", gate.reason.rawValue)],
                Self.seconds(gate.opensAt))
        }
    }

    private mutating func addTimes() {
        if !metrics.endpoints.isEmpty {
            page.family(
                "tolmach_time_to_first_text_seconds", .histogram, "From a request to the first text of its answer.")
        }
        for endpoint in metrics.endpoints {
            page.histogram("tolmach_time_to_first_text_seconds", [("endpoint", endpoint.name)], endpoint.firstText)
        }
        page.family(
            "tolmach_commit_duration_seconds", .histogram,
            "What committing the chunks that had gathered took, fsync included; written down with each heartbeat.")
        page.histogram("tolmach_commit_duration_seconds", [], metrics.commits)
        page.family(
            "tolmach_chunk_commit_seconds", .histogram,
            "From a chunk's coming off the network to the end of the commit that put it on disk.")
        page.histogram("tolmach_chunk_commit_seconds", [], metrics.chunkCommits)
    }

    private mutating func addSpace() {
        page.single("tolmach_database_size_bytes", .gauge, "The database's file.", Double(metrics.space.database))
        page.single(
            "tolmach_database_free_bytes", .gauge, "Room within that file that nothing uses.",
            Double(metrics.space.free))
        page.single("tolmach_wal_size_bytes", .gauge, "The write-ahead log beside it.", Double(metrics.space.log))
    }

    private mutating func addByEndpoint(
        _ name: String, _ kind: ExpositionText.Kind, _ help: String, _ value: (Store.Metrics.Endpoint) -> Int
    ) {
        guard !metrics.endpoints.isEmpty else { return }
        page.family(name, kind, help)
        for endpoint in metrics.endpoints {
            page.sample(name, [("endpoint", endpoint.name)], Double(value(endpoint)))
        }
    }

    private mutating func addByEndpoint(
        _ name: String, _ help: String, _ label: String, _ values: (Store.Metrics.Endpoint) -> [String: Int]
    ) {
        let samples = metrics.endpoints.flatMap { endpoint in
            values(endpoint).sorted { $0.key < $1.key }.map { (endpoint.name, $0.key, $0.value) }
        }
        guard !samples.isEmpty else { return }
        page.family(name, .counter, help)
        for (endpoint, value, count) in samples {
            page.sample(name, [("endpoint", endpoint), (label, value)], Double(count))
        }
    }

    private static func seconds(_ instant: Timestamp) -> Double { Double(instant.milliseconds) / 1000 }
}
