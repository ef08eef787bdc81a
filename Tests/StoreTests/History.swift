import GRDB
import Support
import Testing
import Translation

@testable import Store

/// Two daemons, their workers, a person at the command line and the time, all of them led by chance.
struct History {
    /// A worker with its right to write, which may be gone by now.
    private struct Worker {
        let claimed: ClaimedSegment
        let daemon: Int64
        var transcript: Transcript
    }

    /// What was done, for whoever reads a failure.
    private(set) var steps: [String] = []
    private let store: Store
    private var chance: SeededGenerator
    private var now = start
    private var daemons: [Int64] = []
    private var jobs: [Job.ID] = []
    private var workers: [Worker] = []
    private var texts: [Int64: (text: String, turnedDown: Int)] = [:]
    private var pid: Int32 = 0

    init(_ store: Store, seed: UInt64) async throws {
        self.store = store
        chance = SeededGenerator(seed: seed)
        try await startDaemon()
        try await startDaemon()
        try await add()
    }

    /// Does one thing.
    mutating func step() async throws {
        switch Int.random(in: 0..<20, using: &chance) {
        case 0: try await add()
        case 1...4: try await claim()
        case 5...9: try await append()
        case 10...12: try await settle()
        case 13, 14: try await person()
        case 15: try await crash()
        case 16: try await finish()
        case 17: try await trim()
        default: passTime()
        }
    }

    /// What was stored and is no longer there; also remembers what is there now.
    ///
    /// An answer that was turned down is given up as a whole, and so is the last one when a person wants it tried again.
    mutating func lostText() async throws -> [String] {
        let rows = try await store.read { database in
            try Row.fetchAll(database, sql: "SELECT id, text, turned_down FROM segments")
                .map { (id: $0["id"] as Int64, text: $0["text"] as String, turnedDown: $0["turned_down"] as Int) }
        }
        defer { texts = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, ($0.text, $0.turnedDown)) }) }
        return rows.compactMap { row in
            guard let before = texts[row.id], row.text.utf8.count < before.text.utf8.count else { return nil }
            if row.text.isEmpty, row.turnedDown != before.turnedDown { return nil }
            return "segment \(row.id) had “\(before.text)” and has “\(row.text)”"
        }
    }

    private mutating func startDaemon() async throws {
        pid += 1
        daemons.append(try await store.daemon(pid, now: now))
    }

    private mutating func add() async throws {
        let count = Int.random(in: 0...4, using: &chance)
        let isLater = Int.random(in: 0..<5, using: &chance) == 0
        jobs.append(
            try await store.add(
                (0..<count).map { "Text \(jobs.count) \($0)." }, priority: Int.random(in: -1...1, using: &chance),
                endpoint: Bool.random(using: &chance) ? "main" : nil, at: isLater ? now + .seconds(50) : nil, now: now))
        steps.append("add of \(count)")
    }

    private mutating func claim() async throws {
        guard let daemon = daemons.randomElement(using: &chance) else { return }
        let mode = ResumeMode.allCases.randomElement(using: &chance) ?? .continue
        let gate = try await store.gates().gate(of: "main")
        let claimed = try await store.claim(Int.random(in: 0...3, using: &chance), for: daemon, mode: mode, now: now)
        if let gate {
            #expect(
                claimed.isEmpty || claimed.count == 1 && gate.opensAt <= now,
                "before a closed gate at most one may ask, when its time has come; \(steps.suffix(4))")
        }
        workers += claimed.map {
            Worker(claimed: $0, daemon: daemon, transcript: Transcript(settled: $0.text, mode: $0.mode))
        }
        steps.append("claim of \(claimed.map { "\($0.job)/\($0.position)" })")
    }

    private mutating func append() async throws {
        guard let index = workers.indices.randomElement(using: &chance) else { return }
        let worker = workers[index]
        for chunk in RandomAnswer.chunks(after: worker.claimed.text, using: &chance) {
            let isStored = try await store.append(chunk, worker.claimed.lease, firstTextAt: now)
            #expect(
                try await isStored == holds(worker), "an append must say whether the lease holds; \(steps.suffix(4))")
            guard isStored else { break }
            workers[index].transcript.append(chunk)
        }
        steps.append("chunks for \(worker.claimed.job)/\(worker.claimed.position)")
    }

    private mutating func settle() async throws {
        guard let index = workers.indices.randomElement(using: &chance) else { return }
        var worker = workers.remove(at: index)
        worker.transcript.finish()
        let delay = Duration.seconds(Int64.random(in: 0...20, using: &chance))
        let settlement: Settlement =
            switch Int.random(in: 0..<9, using: &chance) {
            case 0...2: .completed
            case 3...4: .again(notBefore: now + delay, reason: .backoff, tries: 1, error: "lost")
            case 5: .again(notBefore: now + delay, reason: .endpoint, tries: 0, error: "busy")
            case 6: .failed(JobFailure(kind: "rejected", message: "no", hint: "none"))
            case 7: .turnedDown(error: "refused")
            default: .released
            }
        let news: EndpointNews? =
            switch Int.random(in: 0..<6, using: &chance) {
            case 0:
                .closed(
                    Gate(
                        endpoint: "main", reason: .overloaded, message: "busy", closedAt: now, opensAt: now + delay,
                        failures: (worker.claimed.gateFailures ?? 0) + 1))
            case 1: .taught(.rejectsPrefill)
            case 2: nil
            default: .answers
            }
        let mustHold = try await holds(worker)
        var report = AttemptReport()
        (report.chunks, report.characters) = (2, worker.transcript.joined.count)
        report.promptTokens = Bool.random(using: &chance) ? 11 : nil
        let settled = try await store.settle(
            worker.claimed.lease, text: worker.transcript.joined, as: settlement, report, at: "main",
            news: news, now: now)
        #expect(settled.isWritten == mustHold, "a settlement must say whether the lease held; \(steps.suffix(4))")
        steps.append("\(settlement) for \(worker.claimed.job)/\(worker.claimed.position)")
    }

    private mutating func person() async throws {
        // Retry afresh is left out: it is the one wish that may shorten a text.
        guard let job = jobs.randomElement(using: &chance),
            let action = JobAction.allCases.filter({ $0 != .retryAfresh }).randomElement(using: &chance)
        else { return }
        let running = try await runningWorkers { $0.claimed.job == job }
        let result = try await store.apply(action, to: job, now: now)
        steps.append("\(action) of \(job): \(result)")
        if result == .done, action == .pause || action == .cancel { try await expectFolded(running) }
    }

    /// A daemon dies, and another takes over and a third comes, or that one comes in its place.
    private mutating func crash() async throws {
        guard daemons.count > 1 else { return }
        let dead = daemons.removeFirst()
        let running = try await runningWorkers { $0.daemon == dead }
        let deadPID = try await store.daemons().first { $0.id == dead }?.identity.pid
        let liveness: @Sendable (DaemonIdentity) -> Liveness = { $0.pid == deadPID ? .dead : .alive }
        steps.append("crash of daemon \(dead)")
        if Bool.random(using: &chance) {
            try await store.rescue(by: daemons[0], leaseTerm: .seconds(1_000_000), now: now, liveness: liveness)
            try await startDaemon()
        } else {
            pid += 1
            let (heir, inheritance) = try await store.register(
                .process(pid), endpoints: [], leaseTerm: .seconds(1_000_000), now: now, liveness: liveness)
            daemons.append(heir)
            steps.append("inheritance of daemon \(heir)")
            while !inheritance.isSettled {
                try await store.settle(inheritance, atMost: Int.random(in: 1...2, using: &chance), now: now)
                if Bool.random(using: &chance) { try await person() }
            }
        }
        try await expectFolded(running)
    }

    private mutating func finish() async throws {
        for job in try await store.jobsToFinish() {
            switch Int.random(in: 0..<4, using: &chance) {
            case 0: try await store.postponeFinish(job.id, until: now + .seconds(5))
            case 1: try await store.failToFinish(job.id, JobFailure(kind: "output", message: "m", hint: "h"), now: now)
            default: try await store.complete(job.id, now: now)
            }
            steps.append("finish of \(job.id)")
        }
    }

    private mutating func trim() async throws {
        _ = try await store.trimJournal()
        steps.append("trim")
    }

    private mutating func passTime() {
        let passed = Duration.seconds(Int64.random(in: 1...15, using: &chance))
        now = now + passed
        steps.append("\(passed) pass")
    }

    private func holds(_ worker: Worker) async throws -> Bool {
        try await store.leases(of: worker.daemon).contains(worker.claimed.lease)
    }

    private func runningWorkers(where isMeant: (Worker) -> Bool) async throws -> [Worker] {
        var running: [Worker] = []
        for worker in workers where isMeant(worker) {
            if try await holds(worker) { running.append(worker) }
        }
        return running
    }

    /// What was taken from its worker must be stored as the worker itself would have stored it.
    private func expectFolded(_ taken: [Worker]) async throws {
        for var worker in taken {
            worker.transcript.finish()
            let row = try await store.row(ofSegment: worker.claimed.position, job: worker.claimed.job)
            #expect(row?.text == worker.transcript.joined, "the text of a live worker was not kept; \(steps.suffix(4))")
            #expect(row?.state != "running")
        }
    }
}
