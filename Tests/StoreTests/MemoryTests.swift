import Foundation
import Support
import Testing
import Translation

@testable import Store

@Suite("The translation memory", .light, .timeLimit(.minutes(40)))
struct MemoryTests {
    private func scope(
        _ source: String? = nil, _ target: String = "es", glossary: [String] = [], instructions: String = ""
    ) -> MemoryScope {
        MemoryScope(
            source: source, target: target,
            glossary: Glossary(terms: glossary.map { Glossary.Term(source: $0, target: $0) }),
            instructions: instructions)
    }

    /// Translates one text by way of a job.
    private func learn(_ source: String, _ target: String, _ store: Store, at time: Timestamp = start) async throws {
        try await store.add([source])
        let daemon = try await store.daemon()
        let claimed = try #require(try await store.claim(for: daemon).first)
        var report = AttemptReport()
        report.learned = AttemptReport.Learned([MemoryPair(source: source, target: target)], scope: scope())
        _ = try await store.settle(claimed.lease, text: target, as: .completed, report, now: time)
    }

    @Test("knows what was translated, for that language, glossary and instructions only")
    func scopes() async throws {
        try await withStore { store in
            #expect(try await store.recall(in: scope()) == nil, "an empty memory is not asked")
            try await learn("Good day.", "Buenos días.", store)
            #expect(try await store.recalled(["Good day."], in: scope()) == ["Buenos días."])
            #expect(try await store.recalled(["Good day."], in: scope("en")) == ["Buenos días."])
            #expect(try await store.recalled(["Good day."], in: scope(nil, "fr")) == nil)
            #expect(try await store.recalled(["Good day."], in: scope(glossary: ["day"])) == nil)
            #expect(try await store.recalled(["Good day."], in: scope(instructions: "Be formal.")) == nil)
            #expect(try await store.recalled(["Good day"], in: scope()) == nil)
            #expect(try await store.recalled(["Good day.", "Else."], in: scope()) == nil, "all or nothing")
            let recall = try #require(try await store.recall(in: scope()))
            #expect(recall("Good day.") == "Buenos días.")
        }
    }

    @Test("keeps the newest translation of a text")
    func newest() async throws {
        try await withStore { store in
            try await learn("Good day.", "Buen día.", store)
            try await learn("Good day.", "Buenos días.", store, at: start + .seconds(9))
            #expect(try await store.recalled(["Good day."], in: scope()) == ["Buenos días."])
            #expect(try await store.memoryCounts().map(\.texts) == [1])
        }
    }

    @Test("takes what was imported whatever the glossary, after what was made for it")
    func imported() async throws {
        try await withStore { store in
            try store.importMemory([
                MemoryUnit(
                    sourceLanguage: "en", targetLanguage: "es", source: "Good day.", target: "Buen día.",
                    createdAt: start)
            ])
            for wanted in [scope("en"), scope("en", glossary: ["x"]), scope(instructions: "Be formal.")] {
                #expect(try await store.recalled(["Good day."], in: wanted) == ["Buen día."])
            }
            #expect(try await store.recalled(["Good day."], in: scope("de")) == nil)
            try await learn("Good day.", "Buenos días.", store)
            #expect(try await store.recalled(["Good day."], in: scope("en")) == ["Buenos días."])
            try store.importMemory([
                MemoryUnit(
                    sourceLanguage: "en", targetLanguage: "es", source: "Good day.", target: "¡Buenas!",
                    createdAt: start + .seconds(9))
            ])
            #expect(try await store.recalled(["Good day."], in: scope("en")) == ["¡Buenas!"], "a correction counts")
        }
    }

    @Test("spares a claimed segment its request, as if it had never been claimed")
    func claimed() async throws {
        try await withStore { store in
            try await learn("Good day.", "Buenos días.", store)
            let job = try await store.add(["Good day."])
            let daemon = try await store.daemon()
            let claimed = try #require(try await store.claim(for: daemon).first)
            #expect(try await store.settle(claimed.lease, recalled: "Buenos días."))
            #expect(try await store.attempts(of: job).isEmpty)
            #expect(try await store.job(job)?.progress.attempts == 0)
            #expect(try await store.jobsToFinish().map(\.id).contains(job))
            #expect(try await store.reuse(of: job) == Store.Reuse(fromMemory: 1, fromFormer: 0, characters: 9))
            #expect(try await store.settle(claimed.lease, recalled: "Otra vez.") == false, "the lease is gone")
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }

    @Test("is read in pages, each text once")
    func pages() async throws {
        try await withStore { store in
            try store.importMemory(
                (0..<25).map {
                    MemoryUnit(
                        sourceLanguage: "en", targetLanguage: "es", source: "text \($0)", target: "texto \($0)",
                        createdAt: start)
                })
            var (texts, next): ([String], Int64?) = ([], 0)
            while let number = next {
                let page = try await store.memory(from: nil, into: "es", after: number, limit: 10)
                texts += page.units.map(\.source)
                next = page.next
            }
            #expect(texts == (0..<25).map { "text \($0)" })
            #expect(try await store.memory(from: nil, into: "fr").units.isEmpty)
        }
    }
}

@Suite("A document that comes again", .light, .timeLimit(.minutes(40)))
struct LaterVersionTests {
    private func job(_ text: String, output: String? = nil, supersedes: Bool = false, known: String? = nil) throws
        -> NewJob
    {
        var piece = NewJob.Piece(kind: .translatable, source: text)
        piece.translation = known
        piece.origin = known == nil ? nil : .former
        var job = NewJob(
            document: Data(text.utf8), pieces: [piece], name: "a.md", format: "markdown",
            target: try LanguageTag("es"))
        job.path = "/docs/a.md"
        job.outputPath = output
        job.supersedes = supersedes
        return job
    }

    @Test("takes the place of its jobs that have not ended, where that is wanted")
    func supersedes() async throws {
        try await withStore { store in
            let first = try await store.enqueue(try job("one"), now: start).id
            let second = try await store.enqueue(try job("two"), now: start)
            #expect(second.superseded.isEmpty)
            let third = try await store.enqueue(try job("three", supersedes: true), now: start)
            #expect(third.superseded == [first, second.id])
            #expect(try await store.job(first)?.state.name == .cancelled)
            let elsewhere = try await store.enqueue(try job("three", output: "/out", supersedes: true), now: start)
            #expect(elsewhere.superseded.isEmpty, "a job that writes to another file goes on")
        }
    }

    @Test("is done at once where all of it is known, and is a job to finish")
    func known() async throws {
        try await withStore { store in
            let added = try await store.enqueue(try job("one", known: "uno"), now: start)
            #expect(added.reused == 1)
            #expect(try await store.jobsToFinish().map(\.id) == [added.id])
            #expect(try await store.segments(of: added.id).map(\.text) == ["uno"])
            #expect(try await store.claim(9, for: try await store.daemon()).isEmpty)
        }
    }

    @Test("in its first wording is a new job while a later one is still to be written, which it takes the place of")
    func revertedEarly() async throws {
        try await withStore { store in
            let first = try await store.enqueue(try job("one", output: "/out", known: "uno"), now: start).id
            try await store.complete(first, now: start)
            let second = try await store.enqueue(try job("two", output: "/out", supersedes: true), now: start).id
            let again = try await store.enqueue(try job("one", output: "/out", supersedes: true), now: start)
            #expect(again.isNew && again.superseded == [second])
        }
    }

    @Test("has its document written again where that is wanted")
    func writtenAgain() async throws {
        try await withStore { store in
            let job = try await store.enqueue(try job("one", output: "/out", known: "uno"), now: start).id
            try await store.complete(job, outputError: "in the way", now: start)
            #expect(try await store.job(job)?.outputError == "in the way")
            try await store.writeAgain(job)
            #expect(try await store.jobsToFinish().map(\.id) == [job])
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }

    @Test("in its first wording is a new job once once its file holds a later one")
    func reverted() async throws {
        try await withStore { store in
            let first = try await store.enqueue(try job("one", output: "/out", known: "uno"), now: start).id
            try await store.willWrite("/out", sha256: Digest.sha256(Data("uno".utf8)), for: first, now: start)
            try await store.complete(first, now: start)
            #expect(try await store.enqueue(try job("one", output: "/out"), now: start).id == first)
            let later = start + .seconds(1)
            let second = try await store.enqueue(try job("two", output: "/out", known: "dos"), now: later).id
            try await store.willWrite("/out", sha256: Digest.sha256(Data("dos".utf8)), for: second, now: later)
            try await store.complete(second, now: later)
            #expect(try await store.hasWritten("/out", sha256: Digest.sha256(Data("uno".utf8))))
            #expect(try await store.existing(try job("one", output: "/out")) == nil)
            let again = try await store.enqueue(try job("one", output: "/out"), now: later)
            #expect(again.isNew && again.id > second)
            #expect(try await store.laterWriter(of: "/out", than: first) == second)
            #expect(try await store.laterWriter(of: "/out", than: second) == nil)
        }
    }
}
