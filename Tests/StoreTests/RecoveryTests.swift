import Support
import Testing
import Translation

@testable import Store

@Suite("Taking over from a daemon", .besideAnother, .timeLimit(.minutes(40)))
struct RecoveryTests {
    private static let term = Duration.seconds(30)

    /// What another daemon may be, and what is promised for it.
    struct Case: CustomTestStringConvertible, Sendable {
        let liveness: Liveness
        let silence: Duration
        let isTaken: Bool
        let isStruckOff: Bool
        var testDescription: String { "\(liveness), silent for \(silence)" }
    }

    private static let cases = [
        Case(liveness: .dead, silence: .zero, isTaken: true, isStruckOff: true),
        Case(liveness: .unknown, silence: .seconds(30), isTaken: false, isStruckOff: false),
        Case(liveness: .unknown, silence: .milliseconds(30_001), isTaken: true, isStruckOff: true),
        Case(liveness: .alive, silence: .seconds(30), isTaken: false, isStruckOff: false),
        Case(liveness: .alive, silence: .milliseconds(30_001), isTaken: true, isStruckOff: false),
    ]

    @Test("happens when it is dead or silent for too long, and not before", arguments: cases)
    func whether(case one: Case) async throws {
        try await withStore { store in
            let job = try await store.add(["One two three."])
            let gone = try await store.daemon(1)
            let claimed = try #require(try await store.claim(for: gone).first)
            try await store.append(["Uno", " dos", " tr"], claimed.lease)
            let now = start + one.silence
            let here = try await store.daemon(2, now: now)
            let rescued = try await store.rescue(by: here, leaseTerm: Self.term, now: now) { identity in
                identity.pid == 1 ? one.liveness : .alive
            }
            #expect(rescued == (one.isTaken ? 1 : 0))
            #expect(try await store.daemons().map(\.id) == (one.isStruckOff ? [here] : [gone, here]))
            let row = try #require(try await store.row(job: job))
            #expect(row.state == (one.isTaken ? "pending" : "running"))
            #expect(row.text == (one.isTaken ? "Uno dos tr" : ""))
            #expect(
                try await store.beat(gone, now: now) == !one.isStruckOff, "a daemon that was struck off must hear of it"
            )
            if one.isTaken {
                #expect(try await store.attempts(of: job).map(\.outcome) == [.crashed])
                #expect(try await store.job(job)?.state == .queued)
                #expect(try await store.claim(for: here, now: now).map(\.text) == ["Uno dos tr"])
            }
        }
    }

    @Test("comes to the very text that the worker would have settled", arguments: 0..<40)
    func sameText(seed: UInt64) async throws {
        try await withStore { store in
            var generator = SeededGenerator(seed: seed)
            let mode = [ResumeMode.continue, .prefill, .restart].randomElement(using: &generator) ?? .continue
            let job = try await store.add(["Some source that is long enough."])
            var expected = ""
            for round in 0..<4 {
                let daemon = try await store.daemon(Int32(round + 10))
                let claimed = try #require(try await store.claim(for: daemon, mode: mode).first)
                #expect(claimed.text == expected)
                var live = Transcript(settled: claimed.text, mode: mode)
                for chunk in RandomAnswer.chunks(after: claimed.text, using: &generator) {
                    try await store.append([chunk], claimed.lease)
                    live.append(chunk)
                }
                live.finish()
                expected = live.joined
                if round.isMultiple(of: 2) {
                    let next = try await store.daemon(Int32(round + 100))
                    try await store.rescue(by: next, leaseTerm: Self.term, now: start) { _ in .dead }
                } else {
                    let (_, inheritance) = try await store.register(
                        .process(Int32(round + 100)), endpoints: [], leaseTerm: Self.term, now: start,
                        liveness: { _ in .dead })
                    try await store.settle(inheritance, atMost: 1, now: start)
                }
                #expect(try await store.row(job: job)?.text == expected, "seed \(seed), round \(round), \(mode)")
            }
        }
    }

    @Test(
        "is in portions where many streams were broken off, the first claimed first, and nothing is lost between them")
    func portions() async throws {
        try await withStore { store in
            let jobs = [
                try await store.add(["One.", "Two.", "Three."]), try await store.add(["Four.", "Five."], priority: 1),
            ]
            let gone = try await store.daemon(1)
            for claimed in try await store.claim(5, for: gone) {
                try await store.append(["Text", " \(claimed.job).\(claimed.position)"], claimed.lease)
            }
            func succeed(_ pid: Int32) async throws -> (daemon: Int64, inheritance: Store.Inheritance) {
                try await store.register(
                    .process(pid), endpoints: [], leaseTerm: Self.term, now: start, liveness: { _ in .dead })
            }
            let (second, inheritance) = try await succeed(2)
            #expect(inheritance.predecessors == 1)
            #expect(try await store.daemons().map(\.id) == [second])
            #expect(try await store.leases(of: second).count == 5)
            #expect(try await store.claim(for: second).isEmpty, "what is not settled must not be claimed")

            try await store.settle(inheritance, atMost: 3, now: start)
            #expect(!inheritance.isSettled)
            #expect(try await store.segmentStates(of: jobs[1]) == ["pending", "pending"])
            #expect(try await store.segmentStates(of: jobs[0]) == ["pending", "running", "running"])
            #expect(try await store.claim(2, for: second).map(\.text) == ["Text \(jobs[1]).0", "Text \(jobs[1]).1"])
            _ = try await store.trimJournal()

            // It dies in the middle of it: what it had begun, and what it had not come to.
            let (third, rest) = try await succeed(3)
            #expect(try await store.leases(of: third).count == 4)
            try await store.settle(rest, atMost: 3, now: start)
            #expect(try await store.apply(.pause, to: jobs[0], now: start) == .done)
            try await store.settle(rest, atMost: 3, now: start)
            #expect(rest.isSettled)
            #expect(try await store.leases(of: third).isEmpty)
            for (job, count) in zip(jobs, [3, 2]) {
                for position in 0..<count {
                    #expect(
                        try await store.row(ofSegment: position, job: job)?.text == "Text \(job).\(position)")
                }
            }
            #expect(try await store.attempts(of: jobs[0]).map(\.outcome).count { $0 == .crashed } == 2)
            #expect(try await store.attempts(of: jobs[0]).map(\.outcome).count { $0 == .withdrawn } == 1)
            #expect(try await store.attempts(of: jobs[1]).map(\.outcome) == [.crashed, .crashed, .crashed, .crashed])
        }
    }

    @Test("of one that says good-bye itself is the same, and is no crash")
    func unregistering() async throws {
        try await withStore { store in
            let job = try await store.add(["One two."])
            let daemon = try await store.daemon()
            let claimed = try #require(try await store.claim(for: daemon).first)
            try await store.append(["Uno"], claimed.lease)
            try await store.unregister(daemon, now: start)
            #expect(try await store.daemons().isEmpty)
            #expect(try await store.row(job: job)?.text == "Uno")
            #expect(try await store.attempts(of: job).map(\.outcome) == [.stopped])
            #expect(try await store.row(job: job)?.tries == 0)
        }
    }

    @Test("leaves alone what its own leases and those of the living are")
    func others() async throws {
        try await withStore { store in
            try await store.add(["a", "b"])
            let (here, there) = (try await store.daemon(1), try await store.daemon(2))
            _ = try await store.claim(for: here)
            _ = try await store.claim(for: there)
            let before = try await store.dump()
            let rescued = try await store.rescue(by: here, leaseTerm: Self.term, now: start + .seconds(29)) { _ in
                .alive
            }
            #expect(rescued == 0)
            #expect(try await store.dump() == before)
        }
    }

    @Test("the renewal of a lease keeps it")
    func renewal() async throws {
        try await withStore { store in
            try await store.add(["a"])
            let (far, here) = (try await store.daemon(1), try await store.daemon(2))
            _ = try await store.claim(for: far)
            #expect(try await store.beat(far, now: start + .seconds(25)))
            let now = start + .seconds(40)
            #expect(try await store.rescue(by: here, leaseTerm: Self.term, now: now) { _ in .unknown } == 0)
            #expect(try await store.leases(of: far).count == 1)
        }
    }
}
