import Documents
import Foundation
import ScriptedEndpoint
import Support
import Testing

@Suite("Files of each format through the real program", .besideAnother, .timeLimit(.minutes(40)))
struct FormatTests {
    /// A file, and a text of it with what must become of that.
    struct Sample: CustomTestStringConvertible, Sendable {
        let name: String
        let content: String
        let source: String
        let target: String

        var testDescription: String { name }
    }

    private static let samples = [
        Sample(
            name: "page.html",
            content: "<meta charset=utf-8><h1 id=\"a\">The river is quiet.</h1>\n<pre>The river</pre>\n",
            source: "The river is quiet.", target: "El río está tranquilo."),
        Sample(
            name: "app.xlf",
            content: "<xliff version=\"1.2\"><file><body><trans-unit id=\"1\"><source>The river is quiet.</source>"
                + "<target></target></trans-unit></body></file></xliff>\n",
            source: "<target>", target: "<target>El río está tranquilo."),
        Sample(
            name: "film.srt", content: "1\n00:00:01,000 --> 00:00:04,000\n<i>The river is quiet.</i>\n\n",
            source: "The river is quiet.", target: "El río está tranquilo."),
        Sample(
            name: "film.vtt", content: "WEBVTT\n\n00:01.000 --> 00:04.000\nThe river is quiet.\n",
            source: "The river is quiet.", target: "El río está tranquilo."),
        Sample(
            name: "app.po",
            content: """
                msgid ""
                msgstr "Content-Type: text/plain; charset=UTF-8\\n"

                #: a.c
                msgid "The river is quiet."
                msgstr ""

                """, source: "msgstr \"\"", target: "msgstr \"El río está tranquilo.\""),
        Sample(
            name: "app.json", content: "{\"river\": \"The river is quiet.\"}\n", source: "The river is quiet.",
            target: "El río está tranquilo."),
        Sample(
            name: "app.properties", content: "river = The river is quiet.\n", source: "The river is quiet.",
            target: "El r\\u00edo est\\u00e1 tranquilo."),
        Sample(
            name: "app.yaml", content: "en:\n  river: The river is quiet. # a comment\n  depth: 12\n",
            source: "The river is quiet.", target: "El río está tranquilo."),
        Sample(
            name: "app.xcstrings",
            content: """
                {
                  "sourceLanguage" : "en",
                  "strings" : {
                    "river" : {
                      "localizations" : {
                        "en" : { "stringUnit" : { "state" : "translated", "value" : "The river is quiet." } },
                        "es" : { "stringUnit" : { "state" : "new", "value" : "-" } }
                      }
                    }
                  },
                  "version" : "1.0"
                }

                """, source: "\"new\", \"value\" : \"-\"",
            target: "\"translated\", \"value\" : \"El río está tranquilo.\""),
        Sample(
            name: "paper.tex",
            content: "\\documentclass{article}\n\\begin{document}\nThe river is quiet.\n\\[ a^2 \\]\n\\end{document}\n",
            source: "The river is quiet.", target: "El río está tranquilo."),
        Sample(
            name: "app.strings", content: "/* c */\n\"river\" = \"The river is quiet.\";\n",
            source: "The river is quiet.", target: "El río está tranquilo."),
    ]

    @Test("comes out as the same kind of file, whole or in part", arguments: samples)
    func translated(sample: Sample) async throws {
        try await withSandbox(
            answering: { request in
                let source = request.messages.last { $0.role == "user" }?.content ?? ""
                return .events(
                    source.replacing("The river is quiet.", with: "El río está tranquilo.").split(separator: " ")
                        .map { $0 + " " })
            }
        ) { sandbox, _ in
            let added = try await sandbox.run("add", try sandbox.file(sample.name, sample.content), "--to", "es")
            try #require(added.code == 0, "\(added)")
            let partial = try await sandbox.run("get", "1", "--partial")
            #expect(partial.isExactly(sample.content), "what is not translated yet stands there as it was; \(partial)")
            _ = try await sandbox.serving { _ in _ = try await sandbox.run("wait", "1", "--timeout", "50") }
            let result = try await sandbox.run("get", "1")
            #expect(result.isExactly(sample.content.replacing(sample.source, with: sample.target)), "\(result)")
            let followed = try await sandbox.run("follow", "1")
            #expect(followed.text.contains("El río está tranquilo.") && !followed.text.contains("-->"), "\(followed)")
        }
    }

    @Test("in UTF-16 come back in it, whole or in part")
    func encoded() async throws {
        func utf16(_ text: String) -> [UInt8] {
            [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        }
        try await withSandbox(answering: { _ in .events(["El río ", "está tranquilo."]) }) { sandbox, _ in
            let text = "\"river\" = \"The river is quiet.\";\r\n"
            let file = try sandbox.file("app.strings", utf16(text))
            _ = try await sandbox.run("add", file, "--to", "es", "--output", "{dir}/es.strings")
            let partial = try await sandbox.run("get", "1", "--partial")
            #expect(partial.output == utf16(text), "\(partial)")
            _ = try await sandbox.serving { _ in _ = try await sandbox.run("wait", "1", "--timeout", "50") }
            let expected = utf16(text.replacing("The river is quiet.", with: "El río está tranquilo."))
            #expect(try sandbox.bytes(of: sandbox.folder + "/es.strings") == expected)
        }
    }

    @Test(
        "in a book come back in a book, which is whole to another program",
        .enabled(if: Installed.has("zip", "unzip"), "the book is packed by Info-ZIP"))
    func book() async throws {
        try await withSandbox(answering: { request in
            let source = request.messages.last { $0.role == "user" }?.content ?? ""
            return .events([source.replacing("The river is quiet.", with: "El río está tranquilo.")])
        }) { sandbox, _ in
            let files = [
                ("mimetype", "application/epub+zip"),
                (
                    "META-INF/container.xml",
                    "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles>"
                        + "<rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/>"
                        + "</rootfiles></container>"
                ),
                (
                    "book.opf",
                    "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata "
                        + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>The river is quiet.</dc:title>"
                        + "</metadata><manifest><item id=\"a\" href=\"a.xhtml\" "
                        + "media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/></spine></package>"
                ),
                (
                    "a.xhtml",
                    "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>The river is quiet.</p></body></html>"
                ),
            ]
            try FileManager.default.createDirectory(
                atPath: sandbox.folder + "/META-INF", withIntermediateDirectories: true)
            for (name, text) in files { _ = try sandbox.file(name, text) }
            let names = files.dropFirst().map(\.0).joined(separator: " ")
            _ = try shell("zip -q -X0 b.epub mimetype && zip -q b.epub \(names)", in: sandbox.folder)
            let added = try await sandbox.run(
                "add", sandbox.folder + "/b.epub", "--to", "es", "--output", "{dir}/{stem}.{lang}.{ext}")
            #expect(added.code == 0, "\(added)")
            _ = try await sandbox.serving { _ in _ = try await sandbox.run("wait", "1", "--timeout", "50") }
            #expect(
                try shell("unzip -tqq b.es.epub && unzip -Z1 b.es.epub | head -1", in: sandbox.folder) == "mimetype\n")
            for name in ["book.opf", "a.xhtml"] {
                let expected = files.first { $0.0 == name }?.1.replacing(
                    "The river is quiet.", with: "El río está tranquilo.")
                #expect(try shell("unzip -p b.es.epub \(name)", in: sandbox.folder) == expected)
            }
        }
    }

    /// What a line of the shell writes to stdout.
    private func shell(_ line: String, in folder: String) throws -> String {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(line)")
        return String(decoding: output, as: UTF8.self)
    }

    @Test("that is broken is refused with its line, and nothing is queued")
    func broken() async throws {
        try await withSandbox { sandbox in
            let good = try sandbox.file("good.json", "{\"a\": \"A text.\"}")
            let bad = try sandbox.file("bad.json", "{\n\"a\": \"A text.\",\n}")
            let added = try await sandbox.run("add", good, bad, "--to", "es")
            #expect(added.code == 1 && added.errors.contains("bad.json: line 3"), "\(added)")
            let listed = try await sandbox.run("list")
            #expect(!listed.text.contains("good.json"), "\(listed)")
            let asText = try await sandbox.run("add", bad, "--to", "es", "--format", "text")
            #expect(asText.code == 0, "\(asText)")
        }
    }

    @Test("What a translation has lost is listed by show, for people and for programs")
    func warned() async throws {
        try await withSandbox(
            answering: { _ in .events(["El archivo ", "está abierto."]) }
        ) { sandbox, _ in
            let file = try sandbox.file("app.json", "{\"a\": \"The file %s is open.\"}")
            _ = try await sandbox.run("add", file, "--to", "es")
            _ = try await sandbox.serving { _ in _ = try await sandbox.run("wait", "1", "--timeout", "50") }
            let shown = try await sandbox.run("show", "1")
            #expect(shown.text.contains("1 warning") && shown.text.contains("“%s” is missing"), "\(shown)")
            let json = try await sandbox.run("show", "1", "--json")
            #expect(json.json?["warnings"]?.array?.first?["message"]?.string == "“%s” is missing", "\(json)")
        }
    }
}
