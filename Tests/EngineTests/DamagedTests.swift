import Documents
import Engine
import Foundation
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("An answer that has lost placeholders or markup", .besideAnother, .timeLimit(.minutes(40)))
struct DamagedTests {
    private static let catalogue = """
        {"open": "Open the file %s in the window", "close": "Close all of the {count} windows"}

        """
    private static let good = ["[[1]] Abrir el archivo %s en la ventana\n", "[[2]] Cerrar las {count} ventanas"]
    private static let bad = ["[[1]] Abrir el archivo en la ventana\n", "[[2]] Cerrar las {count} ventanas"]

    private func run(
        _ answers: [[String]], _ check: @escaping @Sendable (Workshop, Job.ID) async throws -> Void
    ) async throws {
        try await withWorkshop({ request in .events(answers[min(request.number, answers.count - 1)]) }) { workshop in
            let job = try await workshop.add(Self.catalogue, format: .json)
            try await withDaemon(in: workshop, Craft(tries: 1)) { _ in try await workshop.completion(of: job) }
            try await check(workshop, job)
        }
    }

    @Test("is asked for once more, and told what to keep; the sound one is the translation, without a warning")
    func secondIsSound() async throws {
        try await run([Self.bad, Self.good]) { workshop, job in
            let requests = workshop.endpoint.requests
            #expect(requests.count == 2 && requests.allSatisfy { $0.received == nil })
            let systems = requests.map { $0.messages.first?.content ?? "" }
            #expect(systems[0].contains("[[1]]") && !systems[0].contains("{count}"), "\(systems[0])")
            #expect(systems[1].contains("left these out or changed them: %s\n"), "\(systems[1])")
            #expect(systems[1].contains("exactly as they are: %s  {count}"), "\(systems[1])")
            #expect(
                try await workshop.result(of: job, as: .json)
                    == "{\"open\": \"Abrir el archivo %s en la ventana\", \"close\": \"Cerrar las {count} ventanas\"}\n"
            )
            let warnings = try await workshop.store.segments(of: job).flatMap(\.warnings)
            #expect(warnings.isEmpty)
        }
    }

    @Test(
        "with words about the task before the text is asked for again, and flagged where it has them twice",
        arguments: [
            (0, []), (1, ["it begins with “Sure! Here is the translation:”, which seems not to be of the text"]),
        ])
    func preface(again: Int, expected: [String]) async throws {
        let good = "El río estaba tranquilo al atardecer."
        try await withWorkshop({ request in
            .events([request.number <= again ? "Sure! Here is the translation:\n\n" + good : good])
        }) { workshop in
            let job = try await workshop.add("The river was quiet in the evening.\n", format: .text)
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            #expect(workshop.endpoint.requests.count == 2)
            #expect(try await workshop.store.segments(of: job).flatMap(\.warnings) == expected)
            #expect(try await workshop.result(of: job, as: .text).hasSuffix(good + "\n"))
        }
    }

    @Test("twice is taken, and flagged with what is missing")
    func flagged() async throws {
        try await run([Self.bad]) { workshop, job in
            #expect(workshop.endpoint.requests.count == 2)
            let warnings = try await workshop.store.segments(of: job).flatMap(\.warnings)
            #expect(warnings == ["“%s” is missing"])
            #expect(try await workshop.result(of: job, as: .json).contains("Abrir el archivo en la ventana"))
        }
    }

    @Test("of several texts that cannot be told apart leaves the source in their place, and is flagged")
    func mixedUp() async throws {
        // Those of a plural belong together; others would be sent one by one next.
        let catalogue = """
            msgid "%d file"
            msgid_plural "%d files"
            msgstr[0] ""
            msgstr[1] ""

            """
        try await withWorkshop({ _ in .events(["%d archivo y %d archivos"]) }) { workshop in
            let job = try await workshop.add(catalogue, format: .po)
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job, as: .po) == catalogue)
            let warnings = try await workshop.store.segments(of: job).flatMap(\.warnings)
            #expect(warnings.count == 1 && warnings.first?.contains("2 texts") == true, "\(warnings)")
        }
    }

    @Test("Interrupted anywhere, the texts that were sent together come to their places all the same", arguments: 1...7)
    func interrupted(chunk: Int) async throws {
        let pieces = Self.good.joined().split(separator: " ").map { String($0) + " " }
        try await withWorkshop({ request in
            guard request.number > 0 else {
                return .events(pieces.map { $0 }).cut(afterChunks: chunk, by: .reset)
            }
            let rest = pieces.joined().dropFirst(request.received?.count ?? 0)
            return .events([String(rest)])
        }) { workshop in
            let job = try await workshop.add(Self.catalogue, format: .json)
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            #expect(
                try await workshop.result(of: job, as: .json)
                    == "{\"open\": \"Abrir el archivo %s en la ventana\", \"close\": \"Cerrar las {count} ventanas\"}\n"
            )
        }
    }

    @Test("A layout that this version does not understand fails the job and asks nothing: it is not taken for none")
    func unreadableLayout() async throws {
        try await withWorkshop({ _ in .events(Self.good) }) { workshop in
            let piece = NewJob.Piece(kind: .translatable, source: Self.catalogue, prompt: "A text.", layout: "{}")
            let new = NewJob(
                document: Data(Self.catalogue.utf8), pieces: [piece], name: "a.json", format: "json",
                target: try LanguageTag("es"))
            let job = try await workshop.store.enqueue(new, now: TimeSource.system.now()).id
            try await withDaemon(in: workshop) { _ in
                guard case .failed(_, let failure) = try await workshop.end(of: job) else {
                    Issue.record("it must fail")
                    return
                }
                #expect(failure.kind == "layout" && failure.hint.contains("newer"), "\(failure)")
            }
            #expect(workshop.endpoint.requests.isEmpty)
            let segments = try await workshop.store.segments(of: job)
            #expect(throws: UnreadableLayout.self) { try Document.assemble(segments, as: .json) }
        }
    }
}
