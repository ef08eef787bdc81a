import Foundation
import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("Adding a document", .light, .timeLimit(.minutes(40)))
struct EnqueueTests {
    private func job(_ text: String = "One. Two.") throws -> NewJob {
        NewJob(
            document: Data(text.utf8), pieces: [.init(kind: .translatable, source: text)], name: "notes.txt",
            format: "text", target: try LanguageTag("es"))
    }

    @Test("again is the same job, whatever it is called and however urgent it is")
    func again() async throws {
        try await withStore { store in
            let first = try await store.enqueue(try job(), now: start)
            var second = try job()
            second.name = "copy of notes.txt"
            second.priority = 5
            second.notBefore = start + .seconds(60)
            let again = try await store.enqueue(second, now: start + .seconds(1))
            #expect(first.isNew && !again.isNew, "only the first add makes a job")
            #expect(again.id == first.id)
            #expect(try await store.existing(try job()) == first.id)
            #expect(try await store.counts()[.queued] == 1)
        }
    }

    /// Everything that makes another job of the same call.
    private static let differences: [(what: String, change: @Sendable (inout NewJob) throws -> Void)] = [
        ("the document", { $0.document = Data("One. Three.".utf8) }),
        ("the target language", { $0.target = try LanguageTag("fr") }),
        ("the source language", { $0.source = try LanguageTag("en") }),
        ("the format", { $0.format = "markdown" }),
        ("the endpoint", { $0.endpoint = "local" }),
        ("the model", { $0.model = "gemma" }),
        ("the instructions", { $0.instructions = "Be formal." }),
        ("the glossary", { $0.glossary = Glossary(terms: [.init(source: "one", target: "uno")]) }),
        ("the temperature", { $0.temperature = 0 }),
        ("the output", { $0.outputPath = "/tmp/out.txt" }),
    ]

    @Test("with one thing different is another job", arguments: differences.indices)
    func another(index: Int) async throws {
        let (what, change) = Self.differences[index]
        try await withStore { store in
            let first = try await store.enqueue(try job(), now: start)
            var second = try job()
            try change(&second)
            #expect(try await store.existing(second) == nil, "\(what) differs: there is no such job yet")
            let other = try await store.enqueue(second, now: start)
            #expect(other.isNew && other.id != first.id, "\(what) differs: it must be another job")
            #expect(try await store.enqueue(second, now: start).id == other.id, "and the same one the next time")
        }
    }

    @Test("by force is another job each time, and does not stand in the way of one without")
    func force() async throws {
        try await withStore { store in
            var forced = try job()
            forced.isForced = true
            let ids = [
                try await store.enqueue(try job(), now: start).id, try await store.enqueue(forced, now: start).id,
                try await store.enqueue(forced, now: start).id,
            ]
            #expect(Set(ids).count == 3, "--force makes another job each time")
            #expect(try await store.enqueue(try job(), now: start).id == ids[0])
        }
    }

    @Test("that was cancelled makes a new job; one that failed or is completed is found again")
    func afterTheEnd() async throws {
        try await withStore { store in
            let first = try await store.enqueue(try job(), now: start).id
            _ = try await store.apply(.cancel, to: first, now: start)
            let second = try await store.enqueue(try job(), now: start)
            #expect(second.isNew && second.id != first, "a cancelled job makes room")
            let lease = try #require(try await store.claim(for: try await store.daemon()).first).lease
            _ = try await store.settle(lease, text: "Uno.", as: .completed, AttemptReport(), now: start)
            try await store.complete(second.id, now: start)
            let third = try await store.enqueue(try job(), now: start)
            #expect(!third.isNew && third.id == second.id && third.state == .completed)
        }
    }

    @Test("keeps its bytes once, however many languages it goes into")
    func documentsOnce() async throws {
        try await withStore { store in
            for language in ["es", "fr", "de"] {
                var job = try job()
                job.target = try LanguageTag(language)
                _ = try await store.enqueue(job, now: start)
            }
            let documents = try await store.read { try Data.fetchAll($0, sql: "SELECT bytes FROM documents") }
            #expect(documents == [Data("One. Two.".utf8)], "the bytes must be there once and as they were")
        }
    }

    @Test("for later makes nothing claimable before its time, and everything at its time")
    func scheduled() async throws {
        try await withStore { store in
            let due = start + .seconds(60)
            let id = try await store.add(["One.", "Two."], at: due)
            #expect(try await store.job(id)?.state == .waiting(until: due, for: .schedule))
            #expect(try await store.nextDue() == due)
            let daemon = try await store.daemon()
            #expect(try await store.claim(9, for: daemon, now: due + .milliseconds(-1)).isEmpty)
            #expect(try await store.claim(9, for: daemon, now: due).count == 2, "due means from this millisecond on")
            #expect(try await store.nextDue() == nil)
        }
    }

    @Test("for a time that has passed is ready at once")
    func past() async throws {
        try await withStore { store in
            let id = try await store.add(["One."], at: start)
            #expect(try await store.job(id)?.state == .queued)
        }
    }

    @Test("counts what is to be translated, and nothing else")
    func counting() async throws {
        try await withStore { store in
            var job = try job()
            job.pieces = [
                .init(kind: .verbatim, source: "---\n"), .init(kind: .translatable, source: "Ünö 👩‍👩‍👧"),
                .init(kind: .translatable, source: "Two."),
            ]
            let id = try await store.enqueue(job, now: start).id
            let progress = try #require(try await store.job(id)).progress
            #expect(
                progress == JobProgress(segments: 2, segmentsDone: 0, characters: 9, charactersDone: 0, attempts: 0))
            #expect(try await store.segmentStates(of: id) == ["done", "pending", "pending"])
        }
    }

    @Test("by many at once makes one job")
    func together() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            try Store(path: path, role: .command, durability: .normal).close()
            let ids = try await withThrowingTaskGroup(of: Job.ID.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let store = try Store(path: path, role: .command, durability: .normal)
                        let id = try await store.enqueue(try job(), now: start).id
                        try store.close()
                        return id
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1, "the same add from eight commands at once must find one job")
        }
    }
}
