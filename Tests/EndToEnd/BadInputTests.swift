import Foundation
import Support
import Testing

@Suite("A document that cannot be translated", .besideAnother)
struct BadInputTests {
    /// A file that `add` must refuse, and what the message must say about it.
    struct BadFile: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let reason: String
        var testDescription: String { name }
    }

    @Test(
        "It is refused with 1 and with the reason, and nothing is queued, nor anything that was named beside it",
        arguments: [
            BadFile(name: "empty.txt", bytes: [], reason: "empty"),
            BadFile(name: "blank.txt", bytes: Array(" \n\t\r\n\n".utf8), reason: "white space"),
            BadFile(name: "latin1.txt", bytes: Array("A line.\nCaf".utf8) + [0xE9, 0x0A], reason: "line 2"),
            BadFile(name: "utf16.txt", bytes: [0xFF, 0xFE, 0x41, 0, 0x0A, 0, 0, 0xD8, 0x41, 0], reason: "UTF-16"),
            BadFile(name: "binary.txt", bytes: Array("PK\u{03}\u{04}".utf8) + [0, 0, 0x41], reason: "zero byte"),
        ])
    func refused(bad: BadFile) async throws {
        try await withSandbox { sandbox in
            let file = try sandbox.file(bad.name, bad.bytes)
            let good = try sandbox.file("good.txt", "A note.\n")
            let refused = try await sandbox.run("add", good, file, "--to", "es")
            #expect(refused.code == 1 && refused.output.isEmpty, "\(refused)")
            #expect(refused.errors.contains(file) && refused.errors.contains(bad.reason), "\(refused)")
            #expect(refused.errors.contains("→"), "advice belongs to it; \(refused)")
            #expect(try await sandbox.run("list").code == 4, "not even a queue was made")
        }
    }

    @Test("A file that is not there, and a folder without a document, are refused with 1 and their name")
    func noFile() async throws {
        try await withSandbox { sandbox in
            let missing = try await sandbox.run("add", "nowhere.txt", "--to", "es")
            #expect(missing.code == 1 && missing.errors.contains("nowhere.txt: No such file"), "\(missing)")
            let folder = try await sandbox.run("add", sandbox.folder, "--to", "es")
            #expect(folder.code == 1 && folder.errors.contains("no document in \(sandbox.folder)"), "\(folder)")
            #expect(try await sandbox.run("list").code == 4, "not even a queue was made")
        }
    }

    @Test("A file of 50 MB is refused with 1 and the limit, before it is read")
    func tooLarge() async throws {
        try await withSandbox { sandbox in
            let file = try sandbox.file("large.txt", "")
            try #require(truncate(file, 50_000_000) == 0)
            let refused = try await sandbox.run("add", file, "--to", "es")
            #expect(refused.code == 1 && refused.errors.contains("50000000"), "\(refused)")
            #expect(refused.errors.contains("the limit is"), "\(refused)")
        }
    }

    @Test(
        "A language that nobody knows is refused with 2 and examples",
        arguments: ["xx", "klingonish", "es,,xx", ",", "e"])
    func language(tag: String) async throws {
        try await withSandbox { sandbox in
            let refused = try await sandbox.run("add", try sandbox.file("good.txt", "A note.\n"), "--to", tag)
            #expect(refused.code == 2 && refused.output.isEmpty && refused.errors.contains("es"), "\(refused)")
            #expect(try await sandbox.run("list").code == 4, "not even a queue was made")
        }
    }

    @Test("A document without a letter in it needs no endpoint, and comes out as it went in")
    func nothingToTranslate() async throws {
        try await withSandbox(answering: { _ in .error(status: 500) }) { sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("numbers.txt", "1 2 3\r\n\r\n4.5\r\n"), "--to", "es")
            _ = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "1", "--timeout", "10")
                #expect(waited.code == 0, "\(waited)")
            }
            #expect(try await sandbox.run("get", "1").isExactly("1 2 3\r\n\r\n4.5\r\n"))
            #expect(endpoint.requests.isEmpty, "there was nothing to ask")
        }
    }
}
