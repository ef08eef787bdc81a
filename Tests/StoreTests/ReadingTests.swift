import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("Reading while it is written", .light, .timeLimit(.minutes(40)))
struct ReadingTests {
    @Test("shows another process what is committed, up to the last whole word")
    func partial() async throws {
        try await withStore { store in
            let job = try await store.add(["One two three."])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            let reader = try Store(path: store.path, role: .command)
            let steps = [
                ("Un", ""), ("o", ""), (" dos", "Uno"), (" t", "Uno dos"), ("res", "Uno dos"), (".\n", "Uno dos tres."),
            ]
            for (chunk, shown) in steps {
                try await store.append([chunk], claimed.lease)
                #expect(try await reader.segments(of: job).map(\.text) == [shown], "after the chunk “\(chunk)”")
            }
            try reader.close()
        }
    }

    @Test("never takes back what it has shown, however the attempts end", arguments: [ResumeMode.continue, .prefill])
    func monotonous(mode: ResumeMode) async throws {
        try await withStore { store in
            let job = try await store.add(["One two three four five six."])
            let daemon = try await store.daemon()
            var shown = ""
            for chunks in [
                ["Uno dos", " tr"], [" tres", " cua"], ["Uno dos tres", " cuatro", " cinco"], [" cinco", " seis", "."],
            ] {
                let claimed = try #require(try await store.claim(for: daemon, mode: mode).first)
                var live = Transcript(settled: claimed.text, mode: mode)
                for chunk in chunks {
                    try await store.append([chunk], claimed.lease)
                    live.append(chunk)
                    let now = try #require(try await store.segments(of: job).first).text
                    #expect(now.hasPrefix(shown), "“\(shown)” was shown, and then “\(now)”")
                    #expect(now == String(live.visible), "a reader must see what the worker has")
                    shown = now
                }
                live.finish()
                _ = try await store.settle(claimed.lease, text: live.joined, as: .released, AttemptReport(), now: start)
                let settled = try #require(try await store.segments(of: job).first).text
                #expect(settled.hasPrefix(shown), "“\(shown)” was shown, and after settling “\(settled)”")
                shown = settled
            }
            #expect(try await store.row(job: job)?.text == "Uno dos tres cuatro cinco seis.")
        }
    }

    @Test("from a place on goes up to the first segment that is not done")
    func following() async throws {
        try await withStore { store in
            let job = try await store.add(["a", "b", "c", "d"])
            let claimed = try await store.claim(4, for: try await store.daemon())
            for index in [0, 1, 3] {
                _ = try await store.settle(
                    claimed[index].lease, text: "text \(index)", as: .completed, AttemptReport(), now: start)
            }
            try await store.append(["half a", " wor"], claimed[2].lease)
            var tail = JournalTail()
            #expect(try await store.segments(of: job, from: 0, &tail).map(\.text) == ["text 0", "text 1", "half a"])
            #expect(try await store.segments(of: job, from: 1, &tail).map(\.position) == [1, 2])
            #expect(try await store.segments(of: job, from: 3, &tail).map(\.text) == ["text 3"])
            #expect(try await store.segments(of: job, from: 4, &tail).isEmpty)
            #expect(try await store.segments(of: job).map(\.state) == [.done, .done, .running, .done])
        }
    }

    @Test("again and again shows the same as reading all of it, through chunks, an interruption and another attempt")
    func followingOn() async throws {
        try await withStore { store in
            let job = try await store.add(["a"])
            let daemon = try await store.daemon()
            var tail = JournalTail()
            func shown() async throws -> [String] {
                let all = try await store.segments(of: job).map(\.text)
                #expect(try await store.segments(of: job, from: 0, &tail).map(\.text) == all)
                return all
            }
            let first = try #require(try await store.claim(for: daemon).first)
            for (chunk, text) in [("Uno ", "Uno"), ("dos", "Uno"), (" tres ", "Uno dos tres")] {
                try await store.append([chunk], first.lease)
                #expect(try await shown() == [text])
            }
            _ = try await store.settle(
                first.lease, text: "Uno dos tres ",
                as: .again(notBefore: start, reason: .backoff, tries: 0, manner: nil, error: "cut"), AttemptReport(),
                now: start)
            #expect(try await shown() == ["Uno dos tres"])
            let second = try #require(try await store.claim(for: daemon).first)
            #expect(try await shown() == ["Uno dos tres"])
            try await store.append(["cuatro ", "cinco "], second.lease)
            #expect(try await shown() == ["Uno dos tres cuatro cinco"])
        }
    }

    @Test("of what runs tells the figures of each stream")
    func running() async throws {
        try await withStore { store in
            let job = try await store.add(["One two.", "Three.", "Four."])
            let daemon = try await store.daemon()
            let first = try #require(try await store.claim(for: daemon).first)
            _ = try await store.settle(first.lease, text: "Uno ", as: .released, AttemptReport(), now: start)
            let claimed = try await store.claim(2, for: daemon, now: start + .seconds(1))
            _ = try await store.append("do", claimed[0].lease, firstTextAt: start + .seconds(2))
            _ = try await store.append("ś", claimed[0].lease, firstTextAt: nil)
            let streams = try await store.running()
            #expect(streams.map(\.position) == [0, 1] && streams.allSatisfy { $0.job == job })
            let stream = try #require(streams.first)
            #expect((stream.attempt, stream.endpoint, stream.model, stream.targetLanguage) == (2, "main", "m", "es"))
            #expect((stream.sourceCharacters, stream.characters, stream.received, stream.chunks) == (8, 7, 3, 2))
            #expect(stream.startedAt == start + .seconds(1) && stream.firstTextAt == start + .seconds(2))
            #expect((streams[1].chunks, streams[1].received) == (0, 0) && streams[1].firstTextAt == nil)
        }
    }

    @Test("lists jobs newest first, by state, and no more than asked for")
    func listing() async throws {
        try await withStore { store in
            let ids = [try await store.add(["a"]), try await store.add(["b"]), try await store.add(["c"])]
            _ = try await store.apply(.pause, to: ids[1], now: start)
            #expect(try await store.jobs(limit: 9).map(\.id) == ids.reversed())
            #expect(try await store.jobs(in: .queued, limit: 1).map(\.id) == [ids[2]])
            #expect(try await store.jobs(in: .paused, limit: 9).map(\.id) == [ids[1]])
            let counts = try await store.counts()
            #expect(counts[.queued] == 2 && counts[.paused] == 1 && counts.count == JobStateName.allCases.count)
        }
    }

    @Test("finds a sound file sound")
    func integrity() async throws {
        try await withStore { store in
            try await store.add(["a"])
            #expect(try await store.integrityProblems().isEmpty)
        }
    }

    @Test("of all that status and the figures show is done by indexes, however many jobs there are")
    func plans() async throws {
        try await withStore { store in
            let daemon = try await store.register(
                .process(1), endpoints: [.init(name: "main", baseURL: "http://127.0.0.1:1/v1")], now: start)
            try await store.add(["One.", "Two."])
            #expect(try await store.claim(for: daemon).count == 1)
            // One connection, so that what is read is traced.
            let status = try Store(path: store.path, role: .command)
            let record = SQLRecord()
            try await status.database.traceWrites { record.add($0) }
            #expect(try await status.running().count == 1)
            _ = (try await status.counts(), try await status.charactersLeft(), try await status.daemons())
            _ = (try await status.jobs(in: .waiting, limit: 5), try await status.jobs(in: .failed, limit: 3))
            _ = (try await status.jobsAtCeiling(limit: 3), try await status.gates(), try await status.lessons())
            _ = (try await status.spent(on: LocalDayOfStart.day), try await status.strandedJobs())
            _ = try await status.metrics()
            let sentences = record.statements.filter { $0.contains("SELECT") }
            #expect(sentences.count > 12, "all of that was to be recorded")
            for sentence in sentences {
                let plan = try await status.read { database in
                    let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sentence)
                    let arguments = [(any DatabaseValueConvertible)?](
                        repeating: nil, count: sentence.count { $0 == "?" })
                    return try Row.fetchAll(statement, arguments: StatementArguments(arguments))
                        .map { $0["detail"] as String }
                }
                let large = ["jobs", "segments", "attempts", "documents", "journal", "memory", "outputs", "deliveries"]
                let scans = plan.filter { step in
                    large.contains { step == "SCAN \($0)" || step.hasPrefix("SCAN \($0) ") }
                }
                // Those that run now, want no more than their end, or need a person, and no others.
                .filter {
                    !$0.hasSuffix("segments_leased") && !$0.hasSuffix("jobs_at_ceiling")
                        && !$0.hasSuffix("jobs_held_up") && !$0.hasSuffix("attempts_live")
                        && !$0.hasSuffix("jobs_to_finish")
                }
                #expect(scans.isEmpty, "scans: \(sentence)\n\(plan)")
            }
            try status.close()
        }
    }
}
