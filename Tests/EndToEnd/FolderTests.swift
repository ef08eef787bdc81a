import Foundation
import ScriptedEndpoint
import Support
import Synchronization
import Testing

@Suite("A folder of documents", .besideAnother, .timeLimit(.minutes(40)))
struct FolderTests {
    private static let translator = DeterministicTranslator()
    private static let answering: ScriptedEndpoint.Responder = { translator.answer(to: $0, cutAfterChunks: nil) }

    /// Makes a documentation tree.
    private func tree(_ sandbox: Sandbox, _ files: [String: String]) throws {
        for (name, text) in files {
            let folder = (sandbox.folder + "/" + name as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            _ = try sandbox.file(name, text)
        }
    }

    private func completed(_ jobs: [Int], _ sandbox: Sandbox, _ environment: [String: String?] = [:]) async throws {
        let waited = try await sandbox.running(["wait"] + jobs.map(String.init), environment: environment) { _ in }
        #expect(waited.finished.code == 0, "\(waited.finished)")
    }

    private func page(_ paragraphs: [String]) -> String { "# Title\n\n" + paragraphs.joined(separator: "\n\n") + "\n" }

    @Test("is translated file by file into the same tree, and its translations are not documents the next time")
    func folder() async throws {
        try await withSandbox(answering: Self.answering) { sandbox, endpoint in
            try tree(
                sandbox,
                [
                    "docs/index.md": "# Welcome\n\nHello there.\n", "docs/guide/start.md": "# Start\n\nBegin here.\n",
                    "docs/notes.txt": "Not wanted.\n", "docs/logo.png": "x", "docs/.hidden/a.md": "Hidden.\n",
                ])
            let arguments = ["add", "docs", "--to", "es,fr", "--include", "*.md", "--output", "docs/{lang}/{path}"]
            let added = try await sandbox.running(arguments) { _ in }.finished
            #expect(added.text == "1\n2\n3\n4\n", "\(added)")
            _ = try await sandbox.serving { _ in try await completed([1, 2, 3, 4], sandbox) }
            for language in ["es", "fr"] {
                #expect(
                    try sandbox.text(of: sandbox.folder + "/docs/\(language)/guide/start.md")
                        == Self.translator.translation(of: "# Start\n\nBegin here.") + "\n")
            }
            let asked = endpoint.requests.count
            let again = try await sandbox.running(arguments) { _ in }.finished
            #expect(again.text == "1\n2\n3\n4\n", "what was written is no document: \(again)")
            #expect(again.errors.contains("left out: 4 translations"), "\(again)")
            #expect(endpoint.requests.count == asked)
            #expect(try await sandbox.run("list", "--json").json?.array?.count == 4)
        }
    }

    @Test("--changed asks only for what has changed, keeps the rest, and get --diff shows the difference")
    func changed() async throws {
        try await withSandbox(answering: Self.answering) { sandbox, endpoint in
            let paragraphs = (1...30).map {
                "Paragraph \($0) of the manual says what there is to say about part \($0)."
            }
            try tree(sandbox, ["docs/a.md": page(paragraphs), "docs/b.md": page(["Else."])])
            let arguments = [
                "add", "docs", "--to", "es", "--output", "out/{lang}/{path}", "--changed", "--no-memory", "--wait",
            ]
            let environment = ["TOLMACH_SEGMENT_SIZE": "300"]
            _ = try await sandbox.serving { _ in
                let first = try await sandbox.running(arguments, environment: environment) { _ in }.finished
                #expect(first.code == 0, "\(first)")
                let asked = endpoint.requests.count
                #expect(asked > 5)
                var edited = paragraphs
                edited.insert("A paragraph that is quite new and that stands at the very top.", at: 0)
                edited[20] = "This one was written anew."
                edited.remove(at: 25)
                _ = try sandbox.file("docs/a.md", page(edited))
                let second = try await sandbox.running(arguments, environment: environment) { _ in }.finished
                #expect(second.code == 0, "\(second)")
                #expect(endpoint.requests.count - asked <= 5, "\(endpoint.requests.count - asked) were asked for")
                #expect(
                    try sandbox.text(of: sandbox.folder + "/out/es/a.md")
                        == Self.translator.translation(of: String(page(edited).dropLast())) + "\n")
                let job = try #require(second.text.split(separator: "\n").compactMap { Int($0) }.max())
                let shown = try await sandbox.show(job)
                #expect((shown["reused"]?["from_former"]?.number ?? 0) > 3, "\(shown)")
                let diff = try await sandbox.run("get", "\(job)", "--diff")
                #expect(diff.code == 0 && diff.text.contains("@@"), "\(diff)")
                #expect(
                    diff.text.contains("\n+" + Self.translator.translation(of: "This one was written anew.")), "\(diff)"
                )
                #expect(!diff.text.contains("\n+" + Self.translator.translation(of: paragraphs[5])), "\(diff)")
            }
        }
    }

    @Test(
        "A translation that somebody has edited is not replaced, and is said to be in the way; --overwrite replaces it")
    func edited() async throws {
        try await withSandbox(answering: Self.answering) { sandbox, _ in
            let file = try sandbox.file("note.txt", "A note.\n")
            let arguments = ["add", file, "--to", "es", "--output", "{dir}/note.es.txt", "--wait"]
            _ = try await sandbox.serving { _ in
                #expect(try await sandbox.running(arguments) { _ in }.finished.code == 0)
                _ = try sandbox.file("note.txt", "A longer note.\n")
                #expect(try await sandbox.running(arguments) { _ in }.finished.code == 0, "our own file is replaced")
                let output = try sandbox.file("note.es.txt", "edited by hand\n")
                _ = try sandbox.file("note.txt", "The longest note.\n")
                let refused = try await sandbox.running(arguments) { _ in }.finished
                #expect(refused.code == 2 && refused.errors.contains("--overwrite"), "\(refused)")
                #expect(try sandbox.text(of: output) == "edited by hand\n")
                let forced = try await sandbox.running(arguments + ["--overwrite"]) { _ in }.finished
                #expect(forced.code == 0, "\(forced)")
                #expect(try sandbox.text(of: output) == Self.translator.translation(of: "The longest note.") + "\n")
            }
        }
    }

    @Test(
        "Back in its first wording a file is translated again for nothing; a result that was deleted is written again")
    func reverted() async throws {
        try await withSandbox(answering: Self.answering) { sandbox, endpoint in
            let arguments = ["add", "a.md", "--to", "es", "--output", "a.es.md", "--changed", "--wait"]
            _ = try await sandbox.serving { _ in
                for text in ["The first.\n", "The second.\n", "The first.\n"] {
                    _ = try sandbox.file("a.md", text)
                    let added = try await sandbox.running(arguments) { _ in }.finished
                    #expect(added.code == 0, "\(added)")
                    let expected = Self.translator.translation(of: String(text.dropLast())) + "\n"
                    #expect(try sandbox.text(of: sandbox.folder + "/a.es.md") == expected)
                }
                #expect(endpoint.requests.count == 2)
                try FileManager.default.removeItem(atPath: sandbox.folder + "/a.es.md")
                let again = try await sandbox.running(arguments) { _ in }.finished
                #expect(again.code == 0 && again.errors.contains("writes it again"), "\(again)")
                #expect(FileManager.default.fileExists(atPath: sandbox.folder + "/a.es.md"))
            }
        }
    }

    @Test("What an earlier answer has lost is not kept: it is asked for again")
    func flawed() async throws {
        let answers = Mutex(["Hola.", "Hola."])
        try await withSandbox(answering: { request in
            if let flawed = answers.withLock({ $0.popLast() }) { return .events([flawed]) }
            return Self.translator.answer(to: request, cutAfterChunks: nil)
        }) { sandbox, _ in
            let arguments = ["add", "a.json", "--to", "es", "--output", "b.json", "--changed", "--wait"]
            _ = try await sandbox.serving { _ in
                _ = try sandbox.file("a.json", "{\"a\": \"Hello %s and goodbye.\"}")
                _ = try await sandbox.running(arguments) { _ in }
                #expect(try await sandbox.show(1)["warnings"]?.array?.count == 1)
                _ = try sandbox.file("a.json", "{\"a\": \"Hello %s and goodbye.\", \"n\": 1}")
                _ = try await sandbox.running(arguments) { _ in }
                #expect(try await sandbox.show(2)["warnings"]?.array?.isEmpty == true)
                #expect(try sandbox.text(of: sandbox.folder + "/b.json").contains("%s"))
            }
        }
    }

    @Test(
        "A file that comes into the way while the daemon works stays; get --write --overwrite puts the document there")
    func inTheWay() async throws {
        try await withSandbox(answering: Self.answering) { sandbox, _ in
            let file = try sandbox.file("note.txt", "A note.\n")
            _ = try await sandbox.run("add", file, "--to", "es", "--output", "{dir}/note.es.txt")
            let output = try sandbox.file("note.es.txt", "somebody else's\n")
            _ = try await sandbox.serving { _ in try await completed([1], sandbox) }
            #expect(try sandbox.text(of: output) == "somebody else's\n")
            let shown = try await sandbox.run("show", "1")
            #expect(shown.text.contains("get 1 --write"), "\(shown)")
            let refused = try await sandbox.run("get", "1", "--write")
            #expect(refused.code == 1 && refused.errors.contains("--overwrite"), "\(refused)")
            let written = try await sandbox.run("get", "1", "--write", "--overwrite")
            #expect(written.code == 0 && written.text == output + "\n", "\(written)")
            #expect(try sandbox.text(of: output) == Self.translator.translation(of: "A note.") + "\n")
            #expect(try await sandbox.show(1)["output_error"]?.string == nil)
        }
    }

    @Test("What was translated goes out as TMX and comes in again, and is not asked for then")
    func memory() async throws {
        try await withSandbox(answering: Self.answering) { sandbox, endpoint in
            let file = try sandbox.file("note.txt", "A note about the river.\n")
            _ = try await sandbox.run("add", file, "--to", "es", "--from", "en")
            _ = try await sandbox.serving { _ in try await completed([1], sandbox) }
            let exported = try await sandbox.run("memory", "export", "-o", "memory.tmx")
            #expect(exported.code == 0 && exported.errors.contains("1 text written"), "\(exported)")
            #expect(try await sandbox.run("memory", "export", "-o", "memory.tmx").code == 1, "it is not overwritten")
            let other: [String: String?] = ["TOLMACH_DATABASE": sandbox.folder + "/other.db"]
            let imported = try await sandbox.run("memory", "import", "memory.tmx", environment: other)
            #expect(imported.code == 0 && imported.text.contains("1 text"), "\(imported)")
            let listed = try await sandbox.run("memory", "--json", environment: other)
            #expect(listed.json?.array?.first?["texts"]?.number == 1, "\(listed)")
            let added = try await sandbox.run("add", file, "--to", "es", "--from", "en", environment: other)
            #expect(added.errors.contains("1 of 1 segment translated before"), "\(added)")
            let asked = endpoint.requests.count
            _ = try await sandbox.serving(environment: other) { _ in try await completed([1], sandbox, other) }
            #expect(endpoint.requests.count == asked)
            let text = try await sandbox.run("get", "1", environment: other)
            #expect(text.text == Self.translator.translation(of: "A note about the river.") + "\n")
        }
    }
}
