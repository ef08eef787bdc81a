import Support
import Testing
import Translation

@testable import Store

@Suite("Settling an attempt", .light, .timeLimit(.minutes(40)))
struct SettleTests {
    private let report: AttemptReport = {
        var report = AttemptReport()
        report.replyModel = "gemma-3-270m"
        report.httpStatus = 200
        report.finishReason = "stop"
        report.chunks = 3
        report.characters = 17
        report.promptTokens = 40
        report.completionTokens = 9
        return report
    }()

    @Test("as completed: the segment is done, the progress counted, and the last one leaves the job to be finished")
    func completed() async throws {
        try await withStore { store in
            let job = try await store.add(["One.", "Two and three."])
            let daemon = try await store.daemon()
            let first = try #require(try await store.claim(for: daemon).first)
            #expect(try await store.settle(first.lease, text: "Uno.", as: .completed, report, now: start).isWritten)
            let middle = try #require(try await store.job(job))
            #expect(middle.state == .queued && middle.progress.segmentsDone == 1 && middle.progress.charactersDone == 4)
            #expect(try await store.jobsToFinish().isEmpty, "a job with an open segment is not to be finished")
            let second = try #require(try await store.claim(for: daemon).first)
            #expect(try await store.settle(second.lease, text: "Dos.", as: .completed, report, now: start).isWritten)
            #expect(try await store.jobsToFinish().map(\.id) == [job])
            try await store.complete(job, now: start + .seconds(1))
            let end = try #require(try await store.job(job))
            #expect(end.state == .completed(at: start + .seconds(1)) && end.progress.fraction == 1)
            #expect(try await store.segments(of: job).map(\.text) == ["Uno.", "Dos."])
            #expect(try await store.jobsToFinish().isEmpty)
        }
    }

    @Test("keeps what the attempt came to, and adds up the tokens")
    func figures() async throws {
        try await withStore { store in
            let job = try await store.add(["One.", "Two."])
            let daemon = try await store.daemon()
            for claimed in try await store.claim(2, for: daemon) {
                _ = try await store.append("Uno", claimed.lease, firstTextAt: start + .milliseconds(7))
                _ = try await store.settle(
                    claimed.lease, text: "Uno dos tres.", as: .completed, report, now: start + .seconds(2))
            }
            let attempt = try #require(try await store.attempts(of: job).first)
            #expect(attempt.outcome == .completed && attempt.error == nil && attempt.replyModel == "gemma-3-270m")
            #expect((attempt.httpStatus, attempt.finishReason) == (200, "stop"))
            #expect((attempt.chunks, attempt.characters) == (3, 17))
            #expect(attempt.firstTextAt == start + .milliseconds(7) && attempt.endedAt == start + .seconds(2))
            let tokens = try await store.tokens(of: job)
            #expect((tokens.prompt, tokens.completion, tokens.saved) == (80, 18, 0))
            #expect(try await store.tokens(of: 999) == Store.Tokens(), "a job without attempts has no tokens")
        }
    }

    @Test("to go on later: the text and the tries are kept, and the job waits until the first of its segments is due")
    func again() async throws {
        try await withStore { store in
            let job = try await store.add(["One.", "Two."])
            let daemon = try await store.daemon()
            let claimed = try await store.claim(2, for: daemon)
            let (late, soon) = (start + .seconds(60), start + .seconds(20))
            for (one, due, reason) in [(claimed[0], late, WaitReason.backoff), (claimed[1], soon, .endpoint)] {
                let again = Settlement.again(notBefore: due, reason: reason, tries: 3, error: "connection lost")
                #expect(try await store.settle(one.lease, text: "Un", as: again, report, now: start).isWritten)
            }
            #expect(try await store.job(job)?.state == .waiting(until: soon, for: .endpoint))
            let row = try #require(try await store.row(job: job))
            #expect(row.tries == 3 && row.text == "Un" && row.owner == nil)
            let attempts = try await store.attempts(of: job)
            #expect(attempts.allSatisfy { $0.outcome == .interrupted && $0.error == "connection lost" })
            #expect(try await store.claim(9, for: daemon, now: soon).map(\.tries) == [3])
            #expect(try await store.job(job)?.state == .running)
        }
    }

    @Test("to go on at once makes the segment claimable at once")
    func againNow() async throws {
        try await withStore { store in
            let job = try await store.add(["One."])
            let daemon = try await store.daemon()
            let claimed = try #require(try await store.claim(for: daemon).first)
            let again = Settlement.again(notBefore: start, reason: .backoff, tries: 0, error: "length")
            _ = try await store.settle(claimed.lease, text: "Un", as: again, report, now: start)
            #expect(try await store.job(job)?.state == .queued)
            #expect(try await store.claim(for: daemon).map(\.text) == ["Un"])
        }
    }

    @Test("as failed: the job says why, what runs is withdrawn with its text, what is open is held")
    func failed() async throws {
        try await withStore { store in
            let job = try await store.add(["a", "b", "c", "d"])
            let daemon = try await store.daemon()
            let claimed = try await store.claim(3, for: daemon)
            _ = try await store.settle(claimed[0].lease, text: "A", as: .completed, report, now: start)
            try await store.append(["B is", " half"], claimed[1].lease)
            let failure = JobFailure(kind: "rejected", message: "no such model", hint: "Choose another.")
            #expect(
                try await store.settle(claimed[2].lease, text: "C", as: .failed(failure), report, now: start).isWritten)
            #expect(try await store.job(job)?.state == .failed(at: start, failure))
            #expect(try await store.segmentStates(of: job) == ["done", "held", "failed", "held"])
            #expect(try await store.row(ofSegment: 1, job: job)?.text == "B is half", "what was received must be kept")
            let outcomes = try await store.attempts(of: job).map(\.outcome)
            #expect(outcomes == [.completed, .withdrawn, .failed])
            #expect(try await store.claim(9, for: daemon).isEmpty, "nothing of a failed job may be claimed")
        }
    }

    @Test("as given back: it costs no try, and the text is kept")
    func released() async throws {
        try await withStore { store in
            let job = try await store.add(["One."])
            let daemon = try await store.daemon()
            let first = try #require(try await store.claim(for: daemon).first)
            let again = Settlement.again(notBefore: start, reason: .backoff, tries: 5, error: "lost")
            _ = try await store.settle(first.lease, text: "", as: again, report, now: start)
            let second = try #require(try await store.claim(for: daemon).first)
            _ = try await store.settle(second.lease, text: "Uno", as: .released, report, now: start)
            let row = try #require(try await store.row(job: job))
            #expect(row.tries == 5 && row.text == "Uno" && row.state == "pending")
            #expect(try await store.attempts(of: job).last?.outcome == .stopped)
        }
    }

    @Test("of one segment leaves the job running while another streams")
    func oneOfTwo() async throws {
        try await withStore { store in
            let job = try await store.add(["a", "b"])
            let claimed = try await store.claim(2, for: try await store.daemon())
            _ = try await store.settle(claimed[0].lease, text: "A", as: .completed, report, now: start)
            #expect(try await store.job(job)?.state == .running)
        }
    }

    @Test("a document that cannot be written fails the job, keeps the translation, and retry finishes it")
    func finishing() async throws {
        try await withStore { store in
            let job = try await store.add(["One."])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            _ = try await store.settle(claimed.lease, text: "Uno.", as: .completed, report, now: start)
            try await store.postponeFinish(job, until: start + .seconds(30))
            #expect(try await store.job(job)?.state == .waiting(until: start + .seconds(30), for: .disk))
            #expect(try await store.nextDue() == start + .seconds(30))
            #expect(try await store.apply(.retry, to: job, now: start) == .done)
            let failure = JobFailure(kind: "output", message: "cannot write", hint: "Make the folder writable.")
            try await store.failToFinish(job, failure, now: start)
            #expect(try await store.job(job)?.state == .failed(at: start, failure))
            #expect(try await store.segments(of: job).map(\.text) == ["Uno."])
            #expect(try await store.apply(.retry, to: job, now: start) == .done)
            #expect(try await store.jobsToFinish().map(\.id) == [job])
        }
    }

    @Test("an end comes once: a job that was cancelled meanwhile is not completed")
    func finishingTooLate() async throws {
        try await withStore { store in
            let job = try await store.add(["One."])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            _ = try await store.settle(claimed.lease, text: "Uno.", as: .completed, report, now: start)
            _ = try await store.apply(.cancel, to: job, now: start)
            let before = try await store.dump()
            try await store.complete(job, now: start)
            try await store.failToFinish(job, JobFailure(kind: "a", message: "b", hint: "c"), now: start)
            try await store.postponeFinish(job, until: start + .seconds(5))
            #expect(try await store.dump() == before, "a cancelled job must stay cancelled")
        }
    }
}
