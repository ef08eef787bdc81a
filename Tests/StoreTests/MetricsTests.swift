import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("What is counted for monitoring", .besideAnother, .timeLimit(.minutes(40)))
struct MetricsTests {
    @Test("is what the attempts and the jobs themselves say, after any history", arguments: 100..<105)
    func equalsTheLog(seed: UInt64) async throws {
        try await withStore { store in
            var history = try await History(store, seed: seed)
            var ends: [String: Int] = [:]
            var before = try await Self.states(of: store)
            for _ in 0..<400 {
                try await history.step()
                let after = try await Self.states(of: store)
                for (job, state) in after where state != before[job] {
                    if JobStateName(rawValue: state)?.isFinal == true { ends[state, default: 0] += 1 }
                }
                before = after
            }
            let metrics = try await store.metrics()
            #expect(metrics.jobsEnded == ends, "seed \(seed): every end of a job counts once")
            let log = try await store.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT outcome, count(*), sum(chunks), sum(characters), sum(prompt_tokens), sum(prefix_characters),
                            sum(first_text_at IS NOT NULL) FROM attempts
                        WHERE ended_at IS NOT NULL GROUP BY outcome ORDER BY outcome
                        """
                ).map { row in
                    (outcome: row[0] as String, figures: (1...6).map { row[$0] as Int? ?? 0 })
                }
            }
            let main = try #require(metrics.endpoints.first { $0.name == "main" })
            #expect(main.requests == Dictionary(uniqueKeysWithValues: log.map { ($0.outcome, $0.figures[0]) }))
            func sum(_ column: Int) -> Int { log.reduce(0) { $0 + $1.figures[column] } }
            #expect(sum(1) > 0 && sum(4) > 0, "seed \(seed) must have something to count")
            #expect(main.chunks == sum(1))
            #expect(main.characters == sum(2))
            #expect(main.tokens == Store.Tokens(prompt: sum(3), completion: 0, saved: sum(4) / 4))
            #expect(main.firstText.count == sum(5))
            #expect(
                main.interruptions.values.reduce(0, +) == sum(0) - (main.requests["completed"] ?? 0),
                "whatever did not complete its segment was interrupted by something")
        }
    }

    private static func states(of store: Store) async throws -> [Int64: String] {
        try await store.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT id, state FROM jobs")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }

    @Test("says why a request was interrupted: by its kind, by its job's failure, or by what happened to the daemon")
    func kinds() async throws {
        try await withStore { store in
            try await store.add(["One.", "Two.", "Three.", "Four.", "Five."])
            let daemon = try await store.daemon()
            let claimed = try await store.claim(5, for: daemon)
            var lost = AttemptReport()
            lost.interruption = .connectionLost
            let again = Settlement.again(notBefore: start, reason: .backoff, tries: 1, error: "reset")
            _ = try await store.settle(claimed[0].lease, text: "", as: again, lost, now: start)
            _ = try await store.settle(claimed[1].lease, text: "", as: again, AttemptReport(), now: start)
            _ = try await store.settle(claimed[2].lease, text: "", as: .released, AttemptReport(), now: start)
            _ = try await store.settle(claimed[3].lease, text: "T.", as: .completed, AttemptReport(), now: start)
            try await store.rescue(leaseTerm: .seconds(30), now: start) { _ in .dead }
            let main = try #require(try await store.metrics().endpoints.first)
            #expect(main.interruptions == ["connection_lost": 1, "interrupted": 1, "stopped": 1, "crashed": 1])
            #expect(main.requests == ["interrupted": 2, "stopped": 1, "completed": 1, "crashed": 1])
        }
    }

    @Test("counts an attempt once, whoever claims to have ended it")
    func once() async throws {
        try await withStore { store in
            let job = try await store.add(["One."])
            let daemon = try await store.daemon()
            let claimed = try #require(try await store.claim(for: daemon).first)
            try await store.append(["Uno", "."], claimed.lease)
            _ = try await store.apply(.pause, to: job, now: start)
            var report = AttemptReport()
            (report.chunks, report.characters) = (2, 4)
            for _ in 1...2 {
                let late = try await store.settle(claimed.lease, text: "Uno.", as: .completed, report, now: start)
                #expect(!late.isWritten)
            }
            let main = try #require(try await store.metrics().endpoints.first)
            #expect(main.requests == ["withdrawn": 1])
            #expect((main.chunks, main.characters) == (2, 4))
        }
    }

    @Test("writes down how long commits took with the heartbeat, which commits anyway")
    func commitTimes() async throws {
        try await withStore { store in
            let daemon = try await store.daemon()
            try await store.add(["One."])
            let claimed = try #require(try await store.claim(for: daemon).first)
            try await store.append(["a", "b", "c"], claimed.lease)
            // Register, claim, three chunks: each waited for, so each a commit of its own.
            #expect(try await store.metrics().commits.count == 0, "they are gathered in memory")
            let record = SQLRecord()
            try await store.database.traceWrites { record.add($0) }
            _ = try await store.beat(daemon, now: start)
            #expect(try await store.metrics().commits.count == 5)
            #expect(record.statements.count { $0.hasPrefix("COMMIT") } == 1, "the heartbeat's commit is the only one")
            _ = try await store.beat(daemon, now: start)
            #expect(try await store.metrics().commits.count == 6, "the first heartbeat's own, and nothing twice")
            #expect(try await store.metrics().commits.sum > .zero)
        }
    }

    @Test("counts nothing for a chunk")
    func nothingPerChunk() async throws {
        try await withStore { store in
            try await store.add(["One."])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            let record = SQLRecord()
            try await store.database.traceWrites { record.add($0) }
            try await store.append((0..<20).map { "\($0)" }, claimed.lease)
            #expect(record.statements.count { $0.contains("INTO journal") } == 20)
            #expect(!record.statements.contains { $0.contains("counters") })
        }
    }

    @Test("tells the oldest job that waits for somebody, and not one that waits for its own time")
    func oldest() async throws {
        try await withStore { store in
            try await store.add(["Later."], at: start + .seconds(86_400))
            #expect(try await store.metrics().oldest == [:])
            try await store.add(["Now."], now: start + .seconds(5))
            try await store.add(["Next."], now: start + .seconds(9))
            #expect(try await store.metrics().oldest == [.queued: start + .seconds(5)])
            let claimed = try await store.claim(2, for: try await store.daemon(), now: start + .seconds(10))
            for one in claimed {
                _ = try await store.settle(
                    one.lease, text: "",
                    as: .again(notBefore: start + .seconds(60), reason: .backoff, tries: 1, error: "x"),
                    AttemptReport(), now: start + .seconds(11))
            }
            #expect(try await store.metrics().oldest == [.waiting: start + .seconds(5)])
        }
    }

    @Test("counts what a closed gate keeps waiting as waiting, as list does")
    func behindGate() async throws {
        try await withStore { store in
            let endpoint = Store.AnnouncedEndpoint(name: "main", baseURL: "http://127.0.0.1:1/v1")
            let daemon = try await store.register(.process(1), endpoints: [endpoint], now: start)
            try await store.add(["One."], now: start + .seconds(5))
            try await store.add(["Two."], now: start + .seconds(6))
            let claimed = try #require(try await store.claim(for: daemon, now: start + .seconds(7)).first)
            let gate = Gate(
                endpoint: "main", reason: .unreachable, message: "no connection", closedAt: start + .seconds(8),
                opensAt: start + .seconds(99), failures: 1)
            _ = try await store.settle(
                claimed.lease, text: "", as: .again(notBefore: start, reason: .endpoint, tries: 0, error: "x"),
                AttemptReport(), at: "main", news: .closed(gate), now: start + .seconds(8))
            let metrics = try await store.metrics()
            #expect(metrics.jobs[.queued] == 0 && metrics.jobs[.waiting] == 2)
            #expect(metrics.oldest == [.waiting: start + .seconds(5)])
        }
    }
}

@Suite("A histogram of durations", .light)
struct DurationHistogramTests {
    @Test("puts each duration under the first bound that it does not exceed")
    func buckets() {
        var histogram = DurationHistogram(bounds: [.seconds(1), .seconds(10)])
        for seconds in [-3, 0, 1, 2, 10, 11] { histogram.observe(.seconds(seconds)) }
        #expect(histogram.counts == [3, 2, 1])
        #expect(histogram.sum == .seconds(24), "a clock that was set back takes nothing away")
        var copy = histogram
        histogram.observe(.seconds(2))
        histogram.forget(copy)
        #expect(histogram.counts == [0, 1, 0] && histogram.sum == .seconds(2))
        copy.forget(copy)
        #expect(copy.count == 0 && copy.sum == .zero)
    }

    @Test("survives the database, and other bounds of another version")
    func stored() async throws {
        try await withStore { store in
            var times = DurationHistogram.firstText
            for seconds in [0.05, 0.3, 7, 4000] { times.observe(.seconds(seconds)) }
            try await store.commits.perform { [times] database in
                for _ in 1...2 { try times.add(to: .firstText, sum: .firstTextSum, endpoint: "main", database) }
                // Seven seconds, in a version that knew no bound of ten.
                try Counter.firstText.add(1, endpoint: "main", label: "7000000", database)
            }
            let read = try #require(try await store.metrics().endpoints.first).firstText
            let seven = try #require(read.bounds.firstIndex(of: .seconds(10)))
            #expect(read.counts[seven] == 3)
            #expect(read.counts.last == 2 && read.counts.first == 2 && read.count == 9)
            #expect(read.sum == times.sum * 2)
        }
    }
}

extension DatabaseWriter {
    /// Tells of every statement of the connection that writes.
    func traceWrites(_ tell: @escaping @Sendable (String) -> Void) async throws {
        try await writeWithoutTransaction { connection in
            connection.trace(options: .statement) {
                if case .statement(let statement) = $0 { tell(statement.sql) }
            }
        }
    }
}
