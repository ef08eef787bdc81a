import Foundation
import ScriptedEndpoint
import Support
import Testing

@Suite("prune", .besideAnother)
struct PruneTests {
    private static let translator = DeterministicTranslator()
    private static let answering: ScriptedEndpoint.Responder = { translator.answer(to: $0, cutAfterChunks: nil) }

    private struct Result: Decodable {
        let dry_run: Bool
        let jobs: Int
        let segments: Int
        let attempts: Int
        let documents: Int
        let document_bytes: Int
        let given_back: Int?
        let free: Int?
        let size: Int?
    }

    private func read(_ finished: Finished) throws -> Result {
        try #require(finished.code == 0, "\(finished)")
        return try JSONDecoder().decode(Result.self, from: Data(finished.output))
    }

    @Test("tells in its help from which age on, as that would be written")
    func help() async throws {
        try await withSandbox { sandbox in
            let help = try await sandbox.run("prune", "--help")
            let words = help.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("(default: 30d)") && !words.contains("duration:"), "\(help)")
        }
    }

    @Test("says beforehand what it removes, removes that, says what room came free, and the file can be added again")
    func straight() async throws {
        try await withSandbox(answering: Self.answering) { sandbox, endpoint in
            let text = SampleText(words: 500)
            let file = try sandbox.file("log.txt", text.source)
            _ = try await sandbox.run("add", file, "--to", "es,fr")
            _ = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "1", "2")
                #expect(waited.code == 0, "\(waited)")
            }
            let open = try await sandbox.run("add", "-", "--to", "es", input: Array("Still to come.\n".utf8))
            #expect(open.text == "3\n")

            let young = try await sandbox.run("prune")
            #expect(young.code == 0 && young.text.contains("No job to remove."), "a month has not passed; \(young)")
            let dry = try await sandbox.run("prune", "--older-than", "0s", "--dry-run")
            #expect(dry.text.contains("Would remove 2 jobs with 4 segments and 4 requests, and 1 document"), "\(dry)")
            #expect(try read(await sandbox.run("prune", "--older-than", "0s", "--dry-run", "--json")).jobs == 2)
            #expect(try await sandbox.run("get", "1").isExactly(text.translation), "nothing was removed")

            let failed = try await sandbox.run("prune", "--older-than", "0s", "--state", "failed,cancelled", "--json")
            #expect(try read(failed).jobs == 0)
            let removed = try read(await sandbox.run("prune", "--older-than", "0s", "--json"))
            #expect((removed.jobs, removed.segments, removed.attempts, removed.documents) == (2, 4, 4, 1))
            #expect(removed.document_bytes == text.source.utf8.count && !removed.dry_run)
            #expect(try #require(removed.given_back) > 0 && removed.free == 0)
            let size = try FileManager.default.attributesOfItem(atPath: sandbox.database)[.size] as? Int
            #expect(size == removed.size, "what it says the database takes is what the file takes")

            let gone = try await sandbox.run("get", "1")
            #expect(gone.code == 3 && gone.errors.contains("no job 1"), "\(gone)")
            let asked = endpoint.requests.count
            let again = try await sandbox.run("add", file, "--to", "es")
            #expect(again.text == "4\n", "a job of its own; \(again)")
            _ = try await sandbox.serving { _ in _ = try await sandbox.run("wait", "3", "4") }
            #expect(try await sandbox.run("get", "4").isExactly(text.translation))
            #expect(endpoint.requests.count == asked + 1, "the memory has what the removed job had")
        }
    }

    @Test("takes only what has ended", arguments: ["queued", "running", "waiting", "paused", "completed,paused"])
    func refusal(states: String) async throws {
        try await withSandbox { sandbox in
            _ = try await sandbox.run("add", "-", "--to", "es", input: Array("A note.\n".utf8))
            let refused = try await sandbox.run("prune", "--older-than", "0s", "--state", states)
            #expect(refused.code == 2 && refused.errors.contains("completed, cancelled, failed"), "\(refused)")
            #expect(try await sandbox.run("show", "1").code == 0)
        }
    }

    @Test("writes the file anew where that is asked for, and shows on a terminal how far it is")
    func compacting() async throws {
        try await withSandbox { sandbox in
            for number in 0..<3 {
                let text = String(repeating: "\(number) word ", count: 40_000)
                _ = try await sandbox.run("add", "-", "--to", "es", input: Array(text.utf8))
            }
            _ = try await sandbox.run("cancel", "1-3")
            let shown = String(
                decoding: try await sandbox.onTerminal("prune", "--older-than", "0s", "--compact"), as: UTF8.self)
            #expect(shown.contains("3 jobs removed") && shown.contains("writing the database anew"), "\(shown)")
            #expect(shown.contains("Removed 3 jobs") && shown.contains("went back to the disk"), "\(shown)")
            let doctor = try await sandbox.run("doctor")
            #expect(doctor.text.contains("is sound"), "\(doctor)")
        }
    }

    @Test(
        "is done by the daemon itself where the configuration says how long jobs are kept",
        arguments: [
            "retention: 1ms\n", "retention: {completed: 1ms}\n",
        ])
    func retention(line: String) async throws {
        try await withSandbox(answering: Self.answering) { sandbox, endpoint in
            let config = try sandbox.file(
                "config.yaml",
                line + "endpoints: {one: {base_url: \"\(endpoint.baseURL)\", model: m}}\n")
            let environment: [String: String?] = [
                "TOLMACH_CONFIG": config, "TOLMACH_BASE_URL": nil, "TOLMACH_MODEL": nil,
            ]
            _ = try await sandbox.run("add", "-", "--to", "es", input: Array("A.\n".utf8), environment: environment)
            let daemon = try await sandbox.serving(environment: environment) { _ in
                try await eventually("the job has gone again", within: .seconds(40)) {
                    try await sandbox.run("show", "1").code == 3
                }
            }
            #expect(daemon.errors.contains("old jobs were removed"), "\(daemon)")
        }
    }

    @Test("is told by the environment too, and a term that is none is refused with its place")
    func configuration() async throws {
        try await withSandbox { sandbox in
            let wrong = try await sandbox.run("list", environment: ["TOLMACH_RETENTION": "soon"])
            #expect(wrong.code == 5 && wrong.errors.contains("TOLMACH_RETENTION"), "\(wrong)")
            let path = try sandbox.file("config.yaml", "retention:\n  failed: 9d\n  running: 1d\n")
            let unknown = try await sandbox.run("list", environment: ["TOLMACH_CONFIG": path])
            #expect(unknown.code == 5 && unknown.errors.contains(":3:"), "\(unknown)")
            let list = try sandbox.file("config.yaml", "retention: [9d]\n")
            let refused = try await sandbox.run("list", environment: ["TOLMACH_CONFIG": list])
            #expect(refused.code == 5 && refused.errors.contains("retention"), "\(refused)")
        }
    }

    @Test("An age without a unit is refused: thirty seconds are hardly meant")
    func unit() async throws {
        try await withSandbox { sandbox in
            let refused = try await sandbox.run("prune", "--older-than", "30")
            #expect(refused.code == 2 && refused.errors.contains("older-than"), "\(refused)")
            let file = try sandbox.file("config.yaml", "retention: 30\n")
            let wrong = try await sandbox.run("list", "--config", file)
            #expect(wrong.code == 5 && wrong.errors.contains("30d"), "\(wrong)")
        }
    }
}
