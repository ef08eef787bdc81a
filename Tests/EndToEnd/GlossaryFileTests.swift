import Foundation
import Support
import Testing
import Translation

@testable import tolmach

@Suite("A glossary's file", .light)
struct GlossaryFileTests {
    private static let tbx = """
        <martif type="TBX"><text><body><termEntry>
        <langSet xml:lang="en"><tig><term>queue</term></tig></langSet>
        <langSet xml:lang="es"><tig><term>cola</term></tig></langSet>
        </termEntry></body></text></martif>
        """

    private func read(_ text: String, as name: String, into target: String = "es") async throws -> [Glossary.Term] {
        try await withTemporaryFolder { folder in
            try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
            return try GlossaryFile.read(
                folder.file(name), source: try LanguageTag("en"), target: try LanguageTag(target)
            ).terms
        }
    }

    @Test("is CSV with or without a line of names, quotes, notes and a byte order mark")
    func csv() async throws {
        let terms: [Glossary.Term] = [
            .init(source: "queue, print", target: "cola", note: "a \"queue\""),
            .init(source: "whale", target: "ballena"),
        ]
        let lines = "\"queue, print\",cola,\"a \"\"queue\"\"\"\n\nwhale , ballena\n"
        for text in [lines, "source,target,note\n" + lines, "\u{FEFF}Source,Target\n" + lines] {
            for name in ["terms.csv", "terms.CSV", "terms"] { #expect(try await read(text, as: name) == terms) }
        }
    }

    @Test("is TBX by its name or by what is in it")
    func tbx() async throws {
        for name in ["terms.tbx", "terms.TBX", "terms.xml", "terms"] {
            for text in [Self.tbx, "\u{FEFF}\n" + Self.tbx] {
                #expect(try await read(text, as: name) == [.init(source: "queue", target: "cola")])
            }
        }
    }

    @Test("that cannot be used is refused with the reason")
    func refused() async throws {
        for (text, name, reason) in [
            ("queue\n", "t.csv", "t.csv:1: "), ("queue,cola\n,x\n", "t.csv", "t.csv:2: "),
            (Self.tbx + "<", "t.tbx", "line 4"), ("<!DOCTYPE martif [<!ENTITY a 'b'>]>" + Self.tbx, "t.tbx", "entity"),
            ("queue,cola", "t.tbx", "line 1"),
            ("", "t.tbx", "line"),
        ] {
            let failure = await #expect(throws: CommandFailure.self) { try await read(text, as: name) }
            #expect(failure?.exit == .failure)
            #expect(failure?.message.contains(reason) == true, "\(failure?.message ?? "")")
        }
        let failure = await #expect(throws: CommandFailure.self) { try await read(Self.tbx, as: "t.tbx", into: "fr") }
        #expect(failure?.message.contains("en, es") == true, "\(failure?.message ?? "")")
        let english = try LanguageTag("en")
        for name in ["t.csv", "t.tbx", "t"] {
            #expect(throws: CommandFailure.self) {
                try GlossaryFile.read("/no/such/" + name, source: nil, target: english)
            }
        }
    }
}
