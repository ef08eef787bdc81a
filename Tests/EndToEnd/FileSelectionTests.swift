import Foundation
import Support
import Testing

@testable import tolmach

@Suite("The files that are meant by paths", .light)
struct FileSelectionTests {
    /// Makes a folder with these files in it, each with a line of text.
    private func withFiles(_ names: [String], _ body: (TemporaryFolder) throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            for name in names {
                let file = URL(filePath: folder.file(name))
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data("A line.\n".utf8).write(to: file)
            }
            try body(folder)
        }
    }

    private static let tree = [
        "b.md", "a.txt", "docs/z.md", "docs/deep/er/x.html", "docs/a.md", ".hidden.md", ".git/x.md", "logo.png",
        "Makefile", "node_modules/m/README.md", "é.md", "B.MD",
    ]

    @Test("are in folders all that a format knows, in a stable order, without what is hidden")
    func walks() async throws {
        try await withFiles(Self.tree) { folder in
            let found = try FileSelection([folder.path])
            #expect(
                found.files.map(\.relativePath) == [
                    "B.MD", "a.txt", "b.md", "docs/a.md", "docs/deep/er/x.html", "docs/z.md",
                    "node_modules/m/README.md", "é.md",
                ])
            #expect(found.unknown == 2 && found.translations == 0)
            #expect(found.files.allSatisfy { $0.folder == folder.path && $0.path == folder.file($0.relativePath) })
            let slashed = try FileSelection([folder.path + "/"])
            #expect(slashed.files.map(\.path) == found.files.map(\.path))
        }
    }

    @Test("are files as they are, whatever they are called, and each is taken once")
    func files() async throws {
        try await withFiles(Self.tree) { folder in
            let named = [folder.file("logo.png"), folder.file(".hidden.md"), "-", "/no/such.md"]
            let found = try FileSelection(named)
            #expect(found.files.map(\.path) == named)
            #expect(found.files.allSatisfy { $0.folder == nil })
            #expect(found.files.map(\.relativePath) == ["logo.png", ".hidden.md", "-", "such.md"])
            let twice = try FileSelection([folder.file("docs/z.md"), folder.file("docs"), folder.path + "/./docs/a.md"])
            #expect(twice.files.map(\.relativePath) == ["z.md", "a.md", "deep/er/x.html"])
        }
    }

    @Test("are chosen by patterns, for the name or for the path")
    func patterns() async throws {
        try await withFiles(Self.tree) { folder in
            for (include, exclude, expected) in [
                (["*.md"], ["node_modules"], ["b.md", "docs/a.md", "docs/z.md", "é.md"]),
                (["docs/*.md", "a.*"], [], ["a.txt", "docs/a.md", "docs/z.md"]),
                (["docs/**"], ["docs/deep"], ["docs/a.md", "docs/z.md"]),
                (["**/x.html"], [], ["docs/deep/er/x.html"]), ([], ["*.[mM][dD]", "docs/"], ["a.txt"]),
            ] {
                let found = try FileSelection([folder.path], include: include, exclude: exclude)
                #expect(found.files.map(\.relativePath) == expected)
            }
        }
    }

    @Test("are without the translations that were written earlier, which are counted, unless one is named")
    func translations() async throws {
        try await withFiles(["a.md", "a.es.md"]) { folder in
            let translation = folder.file("a.es.md")
            let found = try FileSelection([folder.path], leavingOut: [translation])
            #expect(found.files.map(\.relativePath) == ["a.md"])
            #expect(found.translations == 1)
            #expect(try FileSelection([translation], leavingOut: [translation]).files.count == 1)
        }
    }

    @Test("follow no link to a folder, so that none leads round, but one to a file")
    func links() async throws {
        try await withFiles(["in/a.md"]) { folder in
            let files = FileManager.default
            try files.createSymbolicLink(atPath: folder.file("in/round"), withDestinationPath: folder.path)
            try files.createSymbolicLink(atPath: folder.file("in/b.md"), withDestinationPath: folder.file("in/a.md"))
            try files.createSymbolicLink(atPath: folder.file("in/gone.md"), withDestinationPath: "/no/such")
            try files.createSymbolicLink(atPath: folder.file("way"), withDestinationPath: folder.file("in"))
            #expect(try FileSelection([folder.file("in")]).files.map(\.relativePath) == ["a.md", "b.md"])
            #expect(try FileSelection([folder.file("way")]).files.map(\.relativePath) == ["a.md", "b.md"])
        }
    }

    @Test("are an error where there are none, which says what was looked for")
    func none() async throws {
        try await withFiles(["a.png", "b.md", "c.es.md"]) { folder in
            let failure = #expect(throws: CommandFailure.self) {
                try FileSelection(
                    [folder.path], exclude: ["b.*"], leavingOut: [folder.file("c.es.md")])
            }
            #expect(failure?.exit == .failure)
            #expect(failure?.message.contains(folder.path) == true)
            #expect(failure?.hint?.contains("b.*") == true, "\(failure?.hint ?? "")")
            #expect(failure?.hint?.contains("extension: 1; left out, since they are translations: 1") == true)
            #expect(throws: CommandFailure.self) { try FileSelection([]) }
        }
    }
}
