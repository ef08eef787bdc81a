import Foundation
import Support
import Testing
import Translation

@testable import tolmach

@Suite("Where a translation goes", .light)
struct OutputPatternTests {
    private let spanish: LanguageTag

    init() throws {
        spanish = try LanguageTag("es")
    }

    private func path(_ pattern: String, _ file: FileSelection.File) throws -> String {
        try OutputPattern(pattern).path(for: file, spanish)
    }

    @Test(
        "is what the pattern makes of the source's path",
        arguments: [
            ("/out/{lang}/{path}", "/out/es/guide/intro.md"), ("{dir}/{stem}.{lang}.{ext}", "/in/guide/intro.es.md"),
            ("/out/{name}", "/out/intro.md"), ("/out/../x/{lang}_{stem}", "/x/es_intro"),
            ("/{ext}/{lang}.{ext}", "/md/es.md"),
        ])
    func inFolder(pattern: String, expected: String) throws {
        let file = FileSelection.File(path: "/in/guide/intro.md", folder: "/in", relativePath: "guide/intro.md")
        #expect(try path(pattern, file) == expected)
    }

    @Test("of a file that was named itself has its name for a path")
    func named() throws {
        #expect(try path("/out/{path}", .init("/in/intro.md")) == "/out/intro.md")
        #expect(
            try OutputPattern("/out/{path}").path(for: FileSelection.File("/in/../in/intro.md"), spanish)
                == "/out/intro.md")
        #expect(try path("/out/{stem}.{lang}.{ext}", .init("/in/README")) == "/out/README.es")
        #expect(try path("/out/{path}", .init("-")) == "/out/standard-input")
        let here = FileManager.default.currentDirectoryPath
        #expect(try path("{dir}/{lang}.txt", .init("a.txt")) == here + "/es.txt")
        let above = (here as NSString).deletingLastPathComponent
        #expect(try path("{dir}/{lang}.txt", .init("../a.txt")) == above + "/es.txt")
    }

    @Test("keeps braces that are in a file's name")
    func braces() throws {
        #expect(try path("/out/{name}-{lang}", .init("/in/{lang}.md")) == "/out/{lang}.md-es")
    }

    @Test("is no place that the pattern does not know, and the error names those that it does")
    func unknown() throws {
        let failure = #expect(throws: CommandFailure.self) { try OutputPattern("{dir}/{nmae}") }
        #expect(failure?.exit == .usage)
        #expect(failure?.message.contains("{nmae}") == true)
        #expect(failure?.hint?.contains("{dir} {path} {stem} {lang} {ext} {name}") == true)
        for pattern in ["", "out/"] { #expect(throws: CommandFailure.self) { try OutputPattern(pattern) } }
    }

    @Test("is never outside of where the pattern points, whatever a file is called")
    func escapes() throws {
        for (pattern, file) in [
            ("/out/{path}", FileSelection.File(path: "/in/x", folder: "/in", relativePath: "../../etc/x")),
            ("/out/{stem}/{lang}", .init("/in/...md")), ("/out/{path}/x", .init("/in/..")),
        ] {
            #expect(throws: CommandFailure.self, "\(pattern) for \(file.path)") { try path(pattern, file) }
        }
        #expect(try path("/out/{stem}..{lang}", .init("/in/a...b.md")) == "/out/a...b..es")
    }

    @Test("is neither the source itself, by whatever name, nor a folder")
    func itself() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.file("a.md")
            try Data("A.".utf8).write(to: URL(filePath: file))
            try FileManager.default.createSymbolicLink(atPath: folder.file("es.md"), withDestinationPath: file)
            for pattern in ["{dir}/{name}", "{dir}/x/../{path}", "{dir}/{lang}.{ext}"] {
                let failure = #expect(throws: CommandFailure.self) { try path(pattern, .init(file)) }
                #expect(failure?.message.contains("itself") == true)
            }
            #expect(throws: CommandFailure.self) { try path("/no/such.md", .init("/no/such.md")) }
            let failure = #expect(throws: CommandFailure.self) { try path("{dir}", .init(file)) }
            #expect(failure?.message.contains("is a folder") == true)
        }
    }
}
