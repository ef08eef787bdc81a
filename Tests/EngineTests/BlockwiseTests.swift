import Documents
import Engine
import Foundation
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("Markdown that a model takes the marks of", .besideAnother, .timeLimit(.minutes(40)))
struct BlockwiseTests {
    private static let translator = DeterministicTranslator()
    private static let text = """
        # The river

        It was quiet
        in the evening.

        - One boat
        - Two boats
          and an oar

        | Name | Length |
        |------|-------:|
        | Boat | long   |

        > The end.

        """

    /// What stands at the begin of lines, and the lines that hold nothing else, are gone.
    private static func stripped(_ text: String, of marks: String) -> [String] {
        let lines = text.split(separator: "\n").map { $0.filter { !marks.contains($0) } }
        return translator.chunks(of: lines.filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n"))
    }

    private func run(
        _ respond: @escaping ScriptedEndpoint.Responder, _ check: @escaping (Workshop, Job.ID) async throws -> Void
    ) async throws {
        try await withWorkshop(respond) { workshop in
            let job = try await workshop.add(Self.text, format: .markdown)
            try await withDaemon(in: workshop, Craft(tries: 1)) { _ in try await workshop.completion(of: job) }
            try await check(workshop, job)
        }
    }

    private func prompts(_ workshop: Workshop) -> [String] {
        workshop.endpoint.requests.map { $0.messages.last?.content ?? "" }
    }

    @Test(
        "is asked once more, then block by block, or text by text, and is whole at the end, without a warning",
        arguments: [("#*->|", 2 + 5), ("#*->|[]", 2 + 3 + 2 * 2 + 2 + 4)])
    func blockByBlock(marks: String, requests: Int) async throws {
        let respond: ScriptedEndpoint.Responder = { request in
            .events(Self.stripped(Self.translator.answer(to: request).joined(), of: marks))
        }
        try await run(respond) { workshop, job in
            let result = try await workshop.result(of: job, as: .markdown)
            #expect(result == Self.translator.translation(of: Self.text), "\(result)")
            #expect(try await workshop.store.segments(of: job).flatMap(\.warnings).isEmpty)
            #expect(workshop.endpoint.requests.count == requests, "\(prompts(workshop))")
        }
    }

    @Test("and puts others in their place, keeps its blocks all the same; what had no room is told")
    func marksAreAdded() async throws {
        let respond: ScriptedEndpoint.Responder = { .events(["- "] + Self.translator.answer(to: $0)) }
        try await run(respond) { workshop, job in
            let result = try await workshop.result(of: job, as: .markdown)
            let blocks = result.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.prefix { "#->|: ".contains($0) } }
            let expected = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.prefix { "#->|: ".contains($0) } }
            // In a heading it is text.
            #expect(blocks == ["# - "] + expected.dropFirst(), "\(result)")
            let warnings = try await workshop.store.segments(of: job).flatMap(\.warnings)
            #expect(warnings.contains("it would break the document, so the source stays in its place"))
            #expect(result.contains("It was quiet\nin the evening."))
        }
    }

    @Test("Interrupted anywhere, the blocks come to their places all the same", arguments: 1...6)
    func interrupted(chunk: Int) async throws {
        let respond: ScriptedEndpoint.Responder = { request in
            let answer = Answer.events(Self.stripped(Self.translator.answer(to: request).joined(), of: "#*->|"))
            return request.number.isMultiple(of: 2) ? answer.cut(afterChunks: chunk, by: .reset) : answer
        }
        try await withWorkshop(respond) { workshop in
            let job = try await workshop.add(Self.text, format: .markdown)
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            #expect(
                try await workshop.result(of: job, as: .markdown) == Self.translator.translation(of: Self.text))
        }
    }
}
