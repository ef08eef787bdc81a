import Documents
import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("A text that was translated before", .besideAnother, .timeLimit(.minutes(40)))
struct RecallTests {
    private static let translator = DeterministicTranslator()
    private static let answering: ScriptedEndpoint.Responder = { .events(translator.answer(to: $0)) }
    private static let text = "The river is quiet in the evening.\n"

    @Test("is not asked for again, also where the memory learned it after the document was added")
    func recalled() async throws {
        try await withWorkshop(Self.answering) { workshop in
            let first = try await workshop.add(Self.text)
            let second = try await workshop.add("\n" + Self.text)
            try await withDaemon(in: workshop, Craft(concurrency: 1)) { _ in
                try await workshop.completion(of: first)
                try await workshop.completion(of: second)
            }
            #expect(workshop.endpoint.requests.count == 1)
            #expect(try await workshop.result(of: second) == "\n" + Self.translator.translation(of: Self.text))
            #expect(try await workshop.store.reuse(of: second).fromMemory == 1)
        }
    }

    @Test("is asked for again where the job does without the memory, or has other terms")
    func anew() async throws {
        try await withWorkshop(Self.answering) { workshop in
            let glossary = Glossary(terms: [.init(source: "hill", target: "colina")])
            let jobs = [
                try await workshop.add(Self.text), try await workshop.add("\n" + Self.text, usesMemory: false),
                try await workshop.add(Self.text + "\n", glossary: glossary),
            ]
            try await withDaemon(in: workshop, Craft(concurrency: 1)) { _ in
                for job in jobs { try await workshop.completion(of: job) }
            }
            #expect(workshop.endpoint.requests.count == 3)
        }
    }

    @Test("without a term that the glossary wants is flagged, and not remembered")
    func missingTerm() async throws {
        try await withWorkshop(Self.answering) { workshop in
            let glossary = Glossary(terms: [.init(source: "river", target: "río")])
            let first = try await workshop.add(Self.text, glossary: glossary)
            let second = try await workshop.add("\n" + Self.text, glossary: glossary)
            try await withDaemon(in: workshop, Craft(concurrency: 1)) { _ in
                try await workshop.completion(of: first)
                try await workshop.completion(of: second)
            }
            let warnings = try await workshop.store.segments(of: first).flatMap(\.warnings)
            #expect(warnings == ["the glossary's “río” for “river” is missing"])
            #expect(workshop.endpoint.requests.count == 2)
        }
    }
}
