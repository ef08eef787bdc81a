import GRDB
import ScriptedEndpoint
import Support
import Testing

@Suite("list, show and status", .besideAnother)
struct InspectionTests {
    private static let keys: Set = [
        "id", "name", "state", "source_language", "target_language", "endpoint", "model", "priority", "progress",
        "segments",
        "attempts", "waiting_until", "waiting_for", "error", "created_at", "started_at", "finished_at", "tokens",
    ]
    private static let attemptKeys: Set = [
        "number", "segment", "endpoint", "model", "mode", "outcome", "http_status", "finish_reason", "error", "chunks",
        "characters", "started_at", "first_text_at", "ended_at",
    ]

    @Test("show --json has every key of the contract, and values that agree with what was done")
    func show() async throws {
        try await withSandbox(
            answering: { request in
                DeterministicTranslator().answer(to: request, cutAfterChunks: request.number == 0 ? 10 : nil)
            }
        ) { sandbox, _ in
            try await sandbox.translate(SampleText(words: 60))
            let job = try await sandbox.show(1)
            #expect(job.keys.isSuperset(of: Self.keys), "missing: \(Self.keys.subtracting(job.keys))")
            #expect(job["state"]?.string == "completed" && job["progress"]?.number == 1)
            #expect(job["segments"]?["total"]?.number == 1 && job["segments"]?["done"]?.number == 1)
            #expect(job["attempts"]?.number == 2)
            #expect(job["source_language"] == .null && job["target_language"]?.string == "es")
            for key in ["prompt", "completion", "saved"] {
                #expect((job["tokens"]?[key]?.number ?? 0) > 0, "tokens.\(key) is counted")
            }
            let rfc3339 = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/
            for key in ["created_at", "started_at", "finished_at"] {
                #expect(job[key]?.string?.wholeMatch(of: rfc3339) != nil, "\(key) is RFC 3339 in UTC")
            }
            let log = try #require(job["attempts_log"]?.array)
            #expect(log.allSatisfy { $0.keys.isSuperset(of: Self.attemptKeys) }, "\(log)")
            #expect(log.map { $0["outcome"]?.string } == ["interrupted", "completed"])
            #expect(log.map { $0["finish_reason"] } == [.null, .string("stop")])
            #expect(log.first?["error"]?.string?.isEmpty == false, "an attempt that broke off says why")
        }
    }

    @Test("show for a person names each attempt and why it ended, without a terminal's escapes")
    func showText() async throws {
        try await withSandbox(
            answering: { request in
                DeterministicTranslator().answer(to: request, cutAfterChunks: request.number == 0 ? 10 : nil)
            }
        ) { sandbox, _ in
            try await sandbox.translate(SampleText(words: 60))
            let shown = try await sandbox.run("show", "1")
            #expect(shown.code == 0 && shown.errors.isEmpty, "\(shown)")
            #expect(shown.text.contains("the connection was lost") && shown.text.contains("completed"), "\(shown)")
            #expect(!shown.text.contains("\u{1B}"), "no escape codes in a pipe; \(shown)")
        }
    }

    @Test("show groups the digits of tokens")
    func tokens() async throws {
        try await withSandbox(
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) }
        ) { sandbox, _ in
            try await sandbox.translate(SampleText(words: 60))
            let queue = try DatabaseQueue(path: sandbox.database)
            try await queue.write {
                try $0.execute(sql: "UPDATE attempts SET prompt_tokens = 1234567, completion_tokens = 76543")
            }
            try queue.close()
            let shown = try await sandbox.run("show", "1")
            #expect(shown.text.contains(" 1,234,567 sent, 76,543 received, "), "\(shown)")
        }
    }

    @Test("list and status are no wider than a terminal, name and state stay readable, and in a pipe nothing is cut")
    func widths() async throws {
        try await withSandbox { sandbox in
            let name = "A rather long name of a licence that nobody reads, with all of its appendices, version 2.txt"
            let added = try await sandbox.run(
                "add", "-", "--to", "es", "--name", name, "--in", "30d", input: Array("A note.\n".utf8))
            #expect(added.code == 0, "\(added)")
            for verb in ["list", "status"] {
                let piped = try await sandbox.run(verb)
                #expect(piped.text.contains("\(name)  ") && !piped.text.contains("…"), "\(piped)")
                // A pseudo-terminal that nobody gave a size has 80 columns.
                let shown = String(decoding: try await sandbox.onTerminal(verb), as: UTF8.self)
                let lines = shown.replacing("\r\n", with: "\n").split(separator: "\n")
                #expect(lines.allSatisfy { $0.count <= 80 }, "\(verb): \(shown)")
                let line = try #require(lines.first { $0.contains("2.txt") }, "\(verb): \(shown)")
                #expect(line.contains("A rather ") && line.contains("waiting for its time until 20"), "\(line)")
            }
        }
    }

    @Test("list shows jobs newest first, of one state, so many at most; --json is an array of jobs")
    func list() async throws {
        try await withSandbox { sandbox in
            for language in ["es", "fr", "de", "it"] {
                _ = try await sandbox.run("add", "-", "--to", language, input: Array("A note.\n".utf8))
            }
            _ = try await sandbox.run("cancel", "2", "3")
            let all = try await sandbox.run("list", "--json")
            let jobs = try #require(all.json?.array, "list --json is an array; \(all)")
            #expect(jobs.map { $0["id"]?.number } == [4, 3, 2, 1])
            #expect(jobs.allSatisfy { $0.keys.isSuperset(of: Self.keys) })
            let cancelled = try await sandbox.run("list", "--state", "cancelled", "--limit", "1", "--json")
            #expect(cancelled.json?.array?.map { $0["id"]?.number } == [3], "\(cancelled)")
            let text = try await sandbox.run("list", "--state", "queued")
            #expect(text.code == 0 && text.lines.count == 3, "a head and two jobs; \(text)")
            let none = try await sandbox.run("list", "--state", "failed")
            #expect(none.code == 0 && none.output.isEmpty && !none.errors.isEmpty, "nothing is no data; \(none)")
            for wrong in [["--state", "lost"], ["--limit", "0"], ["--limit", "many"]] {
                let refused = try await sandbox.run("list", wrong[0], wrong[1])
                #expect(refused.code == 2 && refused.output.isEmpty, "\(refused)")
            }
        }
    }

    @Test("status tells whether a daemon lives, counts jobs, and shows what runs")
    func status() async throws {
        let text = SampleText(words: 400)
        try await withSandbox(
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(30)) }
        ) { sandbox, _ in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", text.source), "--to", "es")
            let before = try await sandbox.run("status", "--json")
            #expect(before.code == 0 && before.json?["daemon"] == .null, "no daemon runs yet; \(before)")
            #expect(before.json?["counts"]?["queued"]?.number == 1)
            #expect(before.json?["running"]?.array?.isEmpty == true)
            let plain = try await sandbox.run("status")
            #expect(plain.text.contains("No daemon is running") && plain.text.contains("tolmach serve"), "\(plain)")

            let queue = try Queue(of: sandbox)
            _ = try await sandbox.serving { daemon in
                try await eventually("a stream gives text") { try await queue.streamsWithText() > 0 }
                let status = try #require(try await sandbox.run("status", "--json").json)
                #expect(status["daemon"]?["pid"]?.number == Double(daemon.pid))
                #expect(status["counts"]?["running"]?.number == 1)
                let running = try #require(status["running"]?.array?.first)
                #expect(running["id"]?.number == 1)
                let progress = try #require(running["progress"]?.number)
                #expect(progress > 0 && progress < 1, "what is on its way counts: \(progress)")
                #expect((running["tokens_per_second"]?.number ?? 0) > 0)
                #expect((running["seconds_left"]?.number ?? 0) > 0)
                let plain = try await sandbox.run("status")
                #expect(plain.text.contains("Daemon is running") && plain.text.contains("tok/s"), "\(plain)")
                daemon.killNow()
            }
            let after = try await sandbox.run("status", "--json")
            #expect(after.json?["daemon"] == .null, "a daemon that was killed is not alive; \(after)")
        }
    }

    @Test("status --watch into a pipe goes on printing, without escape codes")
    func watch() async throws {
        try await withSandbox(
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(10)) }
        ) { sandbox, _ in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", SampleText(words: 100).source), "--to", "es")
            _ = try await sandbox.serving { _ in
                let watched = try await sandbox.running(["status", "--watch"]) { watch in
                    try await eventually("the watch shows the job running, and then completed") {
                        try watch.text.contains("1 running") && watch.text.contains("1 completed")
                    }
                    watch.terminate()
                }.finished
                #expect(!watched.text.contains("\u{1B}") && !watched.text.contains("\r"), "\(watched)")
                #expect(watched.errors.isEmpty, "\(watched)")
            }
        }
    }
}
