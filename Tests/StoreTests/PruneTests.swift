import Foundation
import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("Removing old jobs", .besideAnother, .timeLimit(.minutes(40)))
struct PruneTests {
    private static let month = Retention([.completed: .seconds(30 * 86_400), .cancelled: .seconds(30 * 86_400)])
    /// When jobs that ended at `start` are older than a month.
    private static let later = start + .seconds(31 * 86_400)

    /// Removes all that is old enough, batch by batch.
    private func prune(
        _ store: Store, _ retention: Retention = month, batch: Int = Store.pruneBatch, now: Timestamp = later
    ) async throws -> (removed: Pruning.Removed, batches: Int) {
        var (pruning, batches) = (Pruning(retention, now: now), 0)
        while !pruning.isComplete {
            pruning = try await store.prune(pruning, batch: batch)
            batches += 1
        }
        return (pruning.removed, batches)
    }

    @Test("takes what ended long ago by the rule, with all that was its alone, and nothing else")
    func byStateAndAge() async throws {
        try await withStore { store in
            let daemon = try await store.daemon()
            var jobs: [String: Job.ID] = [:]
            for state in ["completed", "young", "cancelled", "failed", "paused", "waiting", "queued", "running"] {
                jobs[state] = try await store.add(["Of \(state)."], priority: state == "running" ? 0 : 9)
            }
            func job(_ name: String) throws -> Job.ID { try #require(jobs[name]) }
            for claimed in try await store.claim(8, for: daemon) {
                try await store.append(["Texto"], claimed.lease)
                let end: Settlement? =
                    switch claimed.job {
                    case try job("completed"), try job("young"): .completed
                    case try job("failed"): .failed(JobFailure(kind: "k", message: "m", hint: "h"))
                    case try job("waiting"):
                        .again(notBefore: start + .seconds(9e6), reason: .backoff, tries: 1, error: "e")
                    case try job("running"): nil
                    default: .released
                    }
                if let end {
                    _ = try await store.settle(claimed.lease, text: "Texto", as: end, AttemptReport(), now: start)
                }
            }
            try await store.complete(try job("completed"), now: start)
            try await store.complete(try job("young"), now: start + .seconds(2 * 86_400))
            for (name, action) in [("cancelled", JobAction.cancel), ("paused", .pause)] {
                _ = try await store.apply(action, to: try job(name), now: start)
            }
            let states = try await store.jobs(limit: 9).map(\.state.name.rawValue).sorted()
            try #require(
                states == ["cancelled", "completed", "completed", "failed", "paused", "queued", "running", "waiting"])
            let before = try await store.metrics().jobsEnded
            let pruning = Pruning(Self.month, now: Self.later)
            let foreseen = try await store.prunable(pruning)
            let removed = try await prune(store).removed
            #expect(removed == foreseen, "a dry run must foretell it")
            #expect((removed.jobs, removed.segments, removed.attempts, removed.documents) == (2, 2, 2, 2))
            #expect(removed.documentBytes == "Of completed.".utf8.count + "Of cancelled.".utf8.count)
            let left = Set(try await store.jobs(limit: 9).map(\.id))
            #expect(left == Set(jobs.values).subtracting([try job("completed"), try job("cancelled")]))
            #expect(try await store.metrics().jobsEnded == before, "what monitoring adds up does not go down")
            #expect(try await Invariants.broken(in: store).isEmpty)
            let rest = try await store.read { database in
                try [
                    "SELECT count(*) FROM segments WHERE job_id NOT IN (SELECT id FROM jobs)",
                    "SELECT count(*) FROM attempts WHERE job_id NOT IN (SELECT id FROM jobs)",
                    "SELECT count(*) FROM answers WHERE attempt_id NOT IN (SELECT id FROM attempts)",
                    "SELECT count(*) FROM documents WHERE id NOT IN (SELECT document_id FROM jobs)",
                ].map { try Int.fetchOne(database, sql: $0) }
            }
            #expect(rest == [0, 0, 0, 0])

            let failed = try await prune(store, Retention([.failed: .zero])).removed
            #expect(failed.jobs == 1, "failed ones go when they are named")
            #expect(try await store.job(try job("failed")) == nil)
        }
    }

    @Test("never takes what has not ended, whatever the rule says")
    func unfinished() async throws {
        try await withStore { store in
            try await store.add(["One."])
            let rule = Retention(Dictionary(uniqueKeysWithValues: JobStateName.allCases.map { ($0, Duration.zero) }))
            #expect(Set(rule.terms.keys) == [.completed, .failed, .cancelled])
            #expect(try await prune(store, rule).removed == Pruning.Removed())
        }
    }

    @Test("leaves a completed job whose document still waits for somebody to write it")
    func unwritten() async throws {
        try await withStore { store in
            let job = try await store.completedJob("One.", output: "/srv/one.txt")
            try await store.writeAgain(job)
            try await store.complete(job, outputError: "permission denied", now: start)
            #expect(try await prune(store).removed.jobs == 0)
            try await store.hasWrittenOutput(of: job)
            #expect(try await prune(store).removed.jobs == 1)
        }
    }

    @Test("keeps a document as long as a job is made of it, and adds it anew when none is left")
    func sharedDocument() async throws {
        try await withStore { store in
            func new(_ target: String) throws -> NewJob {
                NewJob(
                    document: Data("Shared.".utf8), pieces: [.init(kind: .translatable, source: "Shared.")],
                    name: "s.txt", format: "text", target: try LanguageTag(target))
            }
            let spanish = try await store.enqueue(try new("es"), now: start)
            let french = try await store.enqueue(try new("fr"), now: start)
            try await store.completeAll()
            #expect(try await store.enqueue(try new("es"), now: start).id == spanish.id, "the same job is there")
            #expect(try await store.count("documents") == 1)
            // Only one of them is old enough.
            try await store.write {
                try $0.execute(
                    sql: "UPDATE jobs SET finished_at = ? WHERE id = ?",
                    arguments: [Self.later.milliseconds, french.id])
            }
            let first = try await prune(store).removed
            #expect((first.jobs, first.documents) == (1, 0))
            #expect(try await store.document(of: french.id) == Data("Shared.".utf8))
            let again = try await store.enqueue(try new("es"), now: Self.later)
            #expect(again.isNew && again.id > french.id, "a removed job is no job; its number is never given again")
            _ = try await store.apply(.cancel, to: again.id, now: Self.later)
            let second = try await prune(store, now: Self.later + .seconds(40 * 86_400)).removed
            #expect((second.jobs, second.documents) == (2, 1))
        }
    }

    @Test("leaves the memory, and knows files that were written for translations still")
    func whatStays() async throws {
        try await withStore { store in
            let job = try await store.completedJob("One.", output: "/srv/one.txt")
            let digest = Data(repeating: 7, count: 32)
            try await store.willWrite("/srv/one.txt", sha256: digest, for: job, now: start)
            try await store.willWrite("/home/copy.txt", sha256: digest, for: job, now: start)
            try await store.write {
                try $0.execute(
                    sql: """
                        INSERT INTO memory (digest, terms, source_language, target_language, source, target, created_at)
                        VALUES (zeroblob(32), x'', '', 'es', 'One.', 'Uno.', 0)
                        """)
            }
            let memory = try await store.count("memory")
            let outputs = try await store.outputs()
            #expect(outputs == ["/srv/one.txt"], "a copy that somebody took is no output of the job")
            #expect(try await prune(store).removed.jobs == 1)
            #expect(try await store.outputs() == outputs, "or the next add of the folder would take it")
            #expect(try await store.hasWritten("/srv/one.txt", sha256: digest))
            #expect(try await store.count("memory") == memory && memory > 0)
        }
    }

    @Test("goes in batches of bounded size, between which others write; a large job is a batch of its own")
    func batches() async throws {
        try await withStore { store in
            for number in 0..<40 { try await store.add((0..<9).map { "Text \(number) \($0)." }) }
            try await store.add((0..<300).map { "Long \($0)." })
            try await store.completeAll()
            let other = try Store(path: store.path, role: .command, durability: .normal)
            // Each job weighs its segments, its attempts and one: five of them are 95.
            var (pruning, sizes, added) = (Pruning(Self.month, now: Self.later), [Int](), 0)
            while !pruning.isComplete {
                let before = pruning.removed.jobs
                pruning = try await store.prune(pruning, batch: 100)
                sizes.append(pruning.removed.jobs - before)
                try await other.add(["Added meanwhile \(added)."])
                added += 1
            }
            // The cancelled first, of which there are none.
            #expect(sizes == [0] + Array(repeating: 5, count: 8) + [1, 0])
            #expect(pruning.removed.jobs == 41 && pruning.removed.segments == 660)
            #expect(try await store.counts()[.queued] == added)
            try other.close()
        }
    }

    @Test("of any history leaves a database in which all that must hold holds", arguments: 300..<304)
    func histories(seed: UInt64) async throws {
        try await withStore { store in
            var history = try await History(store, seed: seed)
            var removed = 0
            for round in 0..<8 {
                for _ in 0..<30 { try await history.step() }
                let all = Retention([.completed: .zero, .failed: .zero, .cancelled: .zero])
                let open = try await store.jobs(limit: 999).filter { !$0.state.name.isFinal }.count
                // Long after, so that whatever has ended is old enough; the last rounds only look on.
                if round.isMultiple(of: 3) {
                    removed += try await prune(store, all, batch: 7, now: start + .seconds(1e6)).removed.jobs
                    #expect(try await store.jobs(limit: 999).count == open, "seed \(seed)")
                }
                let broken = try await Invariants.broken(in: store)
                #expect(broken.isEmpty, "seed \(seed): \(broken); \(history.steps.suffix(9))")
            }
            #expect(removed > 0, "seed \(seed) must have something to remove")
        }
    }

    @Test("finds what is old enough by an index, however many jobs there are, and never counts documents through")
    func plans() async throws {
        try await withStore { store in
            let record = SQLRecord()
            try await store.completedJob("One.")
            try await store.database.traceWrites { record.add($0) }
            _ = try await prune(store)
            let plans = try await store.read { database in
                try record.statements.filter { $0.hasPrefix("SELECT") || $0.hasPrefix("DELETE") }.flatMap { sentence in
                    let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sentence)
                    let arguments = [(any DatabaseValueConvertible)?](
                        repeating: nil, count: sentence.count { $0 == "?" })
                    return try Row.fetchAll(statement, arguments: StatementArguments(arguments))
                        .map { $0["detail"] as String }
                }
            }
            #expect(plans.contains { $0.contains("jobs USING INDEX jobs_by_end") }, "\(plans)")
            let scans = plans.filter { $0.hasPrefix("SCAN") && !$0.contains("json_each") }
            #expect(scans.isEmpty, "\(scans)")
        }
    }
}

extension Store {
    /// A job of one segment that is translated and completed.
    @discardableResult
    func completedJob(_ text: String, output: String? = nil) async throws -> Job.ID {
        var job = NewJob(
            document: Data(text.utf8), pieces: [.init(kind: .translatable, source: text)], name: "one.txt",
            format: "text", target: try LanguageTag("es"))
        job.outputPath = output
        let id = try await enqueue(job, now: start).id
        try await completeAll()
        return id
    }

    /// Translates all that can be claimed, and completes its jobs at `start`.
    func completeAll() async throws {
        let daemon = try await daemon(77)
        while case let claimed = try await claim(50, for: daemon), !claimed.isEmpty {
            for one in claimed {
                _ = try await settle(one.lease, text: "Hecho.", as: .completed, AttemptReport(), now: start)
            }
        }
        for job in try await jobsToFinish() { try await complete(job.id, now: start) }
        try await unregister(daemon, now: start)
    }

    /// How many rows a table has.
    func count(_ table: String) async throws -> Int {
        try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table.quotedDatabaseIdentifier)") ?? 0 }
    }
}
