import Documents
import Engine
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

@Suite("What a request tells of a segment's surroundings", .besideAnother, .timeLimit(.minutes(40)))
struct ContextTests {
    private static let translator = DeterministicTranslator()
    private static let document = """
        # The lighthouse

        The keeper lit the lamp at dusk, and the sea was calm that night.

        ## The storm

        In the morning the wind rose, and the boats came back to the harbour.

        """

    private static let latex = """
        \\documentclass{article}
        \\title{The lighthouse}
        \\begin{document}
        \\maketitle
        The keeper lit the lamp at dusk, and the sea was calm that night.

        \\section{The storm}
        In the morning the wind rose, and the boats came back to the harbour.

        In the evening the wind fell, and the boats went out again to the sea.
        \\end{document}

        """

    private func systems(
        _ craft: Craft = Craft(concurrency: 1), of document: String = document, format: DocumentFormat = .markdown
    ) async throws -> [String] {
        let requests = Mutex<[String]>([])
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            let job = try await workshop.add(document, maximumSegment: 100, format: format)
            try await withDaemon(in: workshop, craft) { _ in try await workshop.completion(of: job) }
            requests.withLock { $0 = workshop.endpoint.requests.map { $0.messages.first?.content ?? "" } }
        }
        return requests.withLock(\.self)
    }

    @Test("is the title, the heading, and the end of the text before with its translation, and never the user's turn")
    func told() async throws {
        let systems = try await systems()
        #expect(systems.count >= 2)
        let last = try #require(systems.last)
        #expect(last.contains("Title of the document: The lighthouse"), "\(last)")
        #expect(last.contains("the sea was calm that night."), "\(last)")
        let translated = Self.translator.translation(of: "the sea was calm that night.")
        #expect(last.contains(translated), "\(last)")
        #expect(!(systems.first ?? "").contains("The text before"), "nothing stands before the first")
    }

    @Test("is the same for LaTeX, whose texts follow one another too")
    func latex() async throws {
        let last = try #require(try await systems(of: Self.latex, format: .latex).last)
        for fact in [
            "Title of the document: The lighthouse", "Heading of this section: The storm", "came back to the harbour.",
            Self.translator.translation(of: "came back to the harbour."),
        ] {
            #expect(last.contains(fact), "\(last)")
        }
    }

    @Test("is nothing where the configuration says so")
    func off() async throws {
        var craft = Craft(concurrency: 1)
        craft.contextSize = 0
        for system in try await systems(craft) {
            #expect(!system.contains("lighthouse") && !system.contains("orientation"), "\(system)")
        }
    }
}

@Suite("The end of a text", .light)
struct TextEndTests {
    @Test("begins with a word, is one line, and no longer than it may be")
    func end() {
        #expect(Surroundings.end(of: "one two\n  three", limit: 9) == "two three")
        #expect(Surroundings.end(of: "one two three", limit: 8) == "three")
        #expect(Surroundings.end(of: "one", limit: 300) == "one")
        #expect(Surroundings.end(of: " \n ", limit: 300) == nil)
        #expect(Surroundings.end(of: "今日は良い天気です", limit: 4) == "天気です")
    }
}
