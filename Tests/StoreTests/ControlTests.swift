import Support
import Testing
import Translation

@testable import Store

@Suite("What a person asks of a job", .light, .timeLimit(.minutes(40)))
struct ControlTests {
    /// Brings a fresh job into a state.
    private func bring(_ store: Store, to state: JobStateName) async throws -> Job.ID {
        let later = start + .seconds(60)
        let job = try await store.add(["One two."], at: state == .waiting ? later : nil)
        switch state {
        case .queued, .waiting: return job
        case .paused: _ = try await store.apply(.pause, to: job, now: start)
        case .cancelled: _ = try await store.apply(.cancel, to: job, now: start)
        case .running, .completed, .failed:
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            guard state != .running else { return job }
            let failure = JobFailure(kind: "a", message: "b", hint: "c")
            let settlement: Settlement = state == .failed ? .failed(failure) : .completed
            _ = try await store.settle(claimed.lease, text: "Uno dos.", as: settlement, AttemptReport(), now: start)
            if state == .completed { try await store.complete(job, now: start) }
        }
        return job
    }

    /// What is promised for every state: the state afterwards, or nil where nothing may change.
    private static let promises: [JobAction: [JobStateName: JobStateName]] = [
        .cancel: [
            .queued: .cancelled, .running: .cancelled, .waiting: .cancelled, .paused: .cancelled, .failed: .cancelled,
        ],
        .pause: [.queued: .paused, .running: .paused, .waiting: .paused],
        .resume: [.paused: .queued],
        .retry: [.failed: .queued, .cancelled: .queued, .waiting: .queued],
        .retryAfresh: [.failed: .queued, .cancelled: .queued, .waiting: .queued],
    ]

    @Test(
        "is done where it makes sense, and changes nothing anywhere else", arguments: JobAction.allCases,
        JobStateName.allCases)
    func everyPair(action: JobAction, state: JobStateName) async throws {
        try await withStore { store in
            let job = try await bring(store, to: state)
            #expect(try await store.job(job)?.state.name == state)
            let before = try await store.dump()
            let result = try await store.apply(action, to: job, now: start)
            if let promised = Self.promises[action]?[state] {
                #expect(result == .done)
                #expect(try await store.job(job)?.state.name == promised)
            } else {
                #expect(result == .unchanged(state) || result == .refused(state))
                #expect(try await store.dump() == before, "\(action) of a \(state) job must change nothing")
            }
        }
    }

    @Test("retry takes a failed segment up with its text, and only retry afresh throws that away")
    func afresh() async throws {
        for (action, kept) in [(JobAction.retry, "Uno dos"), (.retryAfresh, "")] {
            try await withStore { store in
                let job = try await store.add(["One two three."])
                let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
                let failure = JobFailure(kind: "runaway", message: "too long", hint: "none")
                _ = try await store.settle(
                    claimed.lease, text: "Uno dos", as: .failed(failure), AttemptReport(), now: start)
                #expect(try await store.apply(action, to: job, now: start) == .done)
                #expect(try await store.row(job: job)?.text == kept, "\(action)")
            }
        }
    }

    @Test("of a job that is not there is told")
    func noSuchJob() async throws {
        try await withStore { store in
            let (result, job) = (try await store.apply(.cancel, to: 99, now: start), try await store.job(99))
            #expect(result == .noSuchJob && job == nil)
        }
    }

    @Test(
        "stopping a running job keeps every chunk, and says so in its attempt", arguments: [JobAction.pause, .cancel])
    func stopping(action: JobAction) async throws {
        try await withStore { store in
            let job = try await store.add(["One two three.", "Four."])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            try await store.append(["Uno", " dos", " tr"], claimed.lease)
            #expect(try await store.apply(action, to: job, now: start + .seconds(1)) == .done)
            #expect(try await store.row(job: job)?.text == "Uno dos tr")
            #expect(try await store.segmentStates(of: job) == ["held", "held"])
            let attempt = try #require(try await store.attempts(of: job).first)
            #expect(attempt.outcome == .withdrawn && attempt.endedAt == start + .seconds(1))
            #expect((attempt.chunks, attempt.characters) == (3, 10))
            #expect(try await store.running().isEmpty)
        }
    }

    @Test("going on takes the text up again and begins the count of tries anew", arguments: [JobAction.pause, .cancel])
    func goingOn(action: JobAction) async throws {
        try await withStore { store in
            let job = try await store.add(["One two three."])
            let daemon = try await store.daemon()
            let first = try #require(try await store.claim(for: daemon).first)
            let again = Settlement.again(notBefore: start, reason: .backoff, tries: 6, error: "lost")
            _ = try await store.settle(first.lease, text: "Uno dos", as: again, AttemptReport(), now: start)
            _ = try await store.apply(action, to: job, now: start)
            _ = try await store.apply(action == .pause ? .resume : .retry, to: job, now: start)
            let next = try #require(try await store.claim(for: daemon).first)
            #expect(next.text == "Uno dos" && next.tries == 0 && next.attemptNumber == 2)
        }
    }

    @Test("A text that was found to be no translation is none after cancel either: retry begins anew")
    func condemned() async throws {
        for actions in [[JobAction.retry], [.cancel, .retry]] {
            try await withStore { store in
                let job = try await store.add(["One."])
                let daemon = try await store.register(.process(1), now: start)
                let first = try #require(try await store.claim(for: daemon).first)
                _ = try await store.settle(
                    first.lease, text: "No.", as: .turnedDown(error: "refused"), AttemptReport(), now: start)
                let second = try #require(try await store.claim(for: daemon).first)
                let failure = JobFailure(kind: "refused", message: "refused", hint: "h")
                _ = try await store.settle(
                    second.lease, text: "I'm sorry", as: .failed(failure), AttemptReport(), now: start)
                #expect(try await store.segments(of: job).map(\.text) == ["I'm"], "it is kept to be looked at")
                for action in actions { #expect(try await store.apply(action, to: job, now: start) == .done) }
                let third = try #require(try await store.claim(for: daemon).first)
                #expect(third.text.isEmpty && !third.wasTurnedDown, "\(actions)")
            }
        }
    }
}
