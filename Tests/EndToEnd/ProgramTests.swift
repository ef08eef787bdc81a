import ScriptedEndpoint
import Support
import Testing

@Suite("The program itself", .besideAnother)
struct ProgramTests {
    @Test(
        "Help goes to stdout with 0, for the whole and for each verb",
        arguments: [
            ["--help"], ["help"], ["help", "add"], ["add", "--help"], ["serve", "--help"], ["status", "--help"],
            ["list", "--help"], ["show", "--help"], ["follow", "--help"], ["get", "--help"], ["wait", "--help"],
            ["cancel", "--help"], ["pause", "--help"], ["resume", "--help"], ["retry", "--help"], ["doctor", "--help"],
            ["demo", "--help"], ["--version"],
        ])
    func help(arguments: [String]) async throws {
        try await withSandbox { sandbox in
            let help = try await sandbox.running(arguments) { _ in }.finished
            #expect(help.code == 0 && !help.output.isEmpty && help.errors.isEmpty, "\(help)")
        }
    }

    @Test(
        "What the parser does not know is refused with 2, on stderr",
        arguments: [
            ["translate"], ["add"], ["add", "x.txt"], ["add", "x.txt", "--to", "es", "--loud"], ["show"],
            ["show", "first"],
            ["wait"], ["cancel"], ["get", "1", "2"], ["wait", "1", "--timeout", "soon"],
            ["add", "-", "--to", "es", "--in", "x"],
        ])
    func usage(arguments: [String]) async throws {
        try await withSandbox { sandbox in
            let refused = try await sandbox.running(arguments) { _ in }.finished
            #expect(refused.code == 2 && refused.output.isEmpty && !refused.errors.isEmpty, "\(refused)")
        }
    }

    @Test(
        "A job that is not there is 3, with its number and how to find those that are",
        arguments: ["show", "follow", "get", "wait", "cancel", "pause", "resume", "retry"])
    func noSuchJob(verb: String) async throws {
        try await withSandbox { sandbox in
            _ = try await sandbox.run("add", "-", "--to", "es", input: Array("A note.\n".utf8))
            let missing = try await sandbox.run(verb, "77")
            #expect(missing.code == 3 && missing.output.isEmpty, "\(missing)")
            #expect(missing.errors.contains("77") && missing.errors.contains("tolmach list"), "\(missing)")
        }
    }

    @Test("Where no queue is, looking at it is 4, and makes none", arguments: ["list", "status", "show", "cancel"])
    func noQueue(verb: String) async throws {
        try await withSandbox { sandbox in
            let missing = try await sandbox.running([verb] + (["show", "cancel"].contains(verb) ? ["1"] : [])) { _ in }
                .finished
            #expect(missing.code == 4 && missing.errors.contains("tolmach add"), "\(missing)")
            #expect(throws: (any Error).self, "no database may be made by looking") {
                try sandbox.bytes(of: sandbox.database)
            }
        }
    }
}
