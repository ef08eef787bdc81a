import Foundation
import ScriptedEndpoint
import Support
import Testing

@Suite("add", .besideAnother)
struct AddTests {
    @Test("The same document again is the job that is there; --force, another language or a changed text makes another")
    func again() async throws {
        try await withSandbox { sandbox in
            let file = try sandbox.file("note.txt", "A short note.\n")
            #expect(try await sandbox.run("add", file, "--to", "es").text == "1\n")
            let again = try await sandbox.run("add", file, "--to", "es")
            #expect(again.code == 0 && again.text == "1\n", "the same job is found; \(again)")
            #expect(again.errors.contains("job 1 already"), "and that is said, on stderr; \(again)")
            #expect(try await sandbox.run("add", file, "--to", "es", "--force").text == "2\n")
            #expect(try await sandbox.run("add", file, "--to", "fr").text == "3\n")
            _ = try sandbox.file("note.txt", "Another short note.\n")
            #expect(try await sandbox.run("add", file, "--to", "es").text == "4\n")
        }
    }

    @Test("Several files into several languages are as many jobs, in order, each language once")
    func several() async throws {
        try await withSandbox { sandbox in
            let files = [try sandbox.file("one.txt", "One.\n"), try sandbox.file("two.md", "# Two\n")]
            let added = try await sandbox.run("add", files[0], files[1], "--to", "es, pt-br,es", "--json")
            #expect(added.code == 0, "\(added)")
            let jobs = try #require(added.json?.array, "add --json prints an array; \(added)")
            #expect(jobs.map { $0["id"]?.number } == [1, 2, 3, 4])
            #expect(jobs.map { $0["name"]?.string } == ["one.txt", "one.txt", "two.md", "two.md"])
            #expect(jobs.map { $0["target_language"]?.string } == ["es", "pt-BR", "es", "pt-BR"])
            #expect(jobs.allSatisfy { $0["is_new"]?.bool == true && $0["state"]?.string == "queued" })
        }
    }

    @Test("A hyphen reads standard input, and without a daemon stderr says how to start one")
    func standardInput() async throws {
        try await withSandbox { sandbox in
            let added = try await sandbox.run(
                "add", "-", "--to", "es", "--name", "letter", input: Array("Dear Sir.\n".utf8))
            #expect(added.code == 0 && added.text == "1\n", "\(added)")
            #expect(added.errors.contains("tolmach serve"), "nobody works on the queue, and that is said; \(added)")
            let shown = try await sandbox.show(1)
            #expect(shown["name"]?.string == "letter" && shown["state"]?.string == "queued")
            let missing = try await sandbox.run("add", "-", "--to", "es")
            #expect(missing.code == 1 && missing.errors.contains("empty"), "an empty pipe is no document; \(missing)")
        }
    }

    @Test("The daemon writes the result where --output says, whole at once, and leaves nothing else behind")
    func output() async throws {
        let text = SampleText(words: 5000)
        try await withSandbox(answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) }) {
            sandbox, _ in
            let folder = sandbox.folder + "/books"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            let file = try sandbox.file("books/log.txt", text.source)
            let added = try await sandbox.run("add", file, "--to", "es", "--output", "{dir}/{lang}/{stem}.{lang}.{ext}")
            #expect(added.code == 0, "\(added)")
            let result = folder + "/es/log.es.txt"
            _ = try await sandbox.serving { _ in
                try await eventually("the result is written") { FileManager.default.fileExists(atPath: result) }
                #expect(
                    try sandbox.text(of: result) == text.translation,
                    "a file that is there is whole from the first moment on")
                let waited = try await sandbox.run("wait", "1")
                #expect(waited.code == 0, "\(waited)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/es") == ["log.es.txt"])
            #expect(try await sandbox.show(1)["output"]?.string == result)
        }
    }

    @Test("An output that exists is refused with 2 and left as it is, and nothing is queued; --overwrite allows it")
    func outputExists() async throws {
        try await withSandbox { sandbox in
            let file = try sandbox.file("note.txt", "A note.\n")
            let output = try sandbox.file("note.es.txt", "precious")
            let refused = try await sandbox.run("add", file, "--to", "es", "--output", output)
            #expect(refused.code == 2 && refused.output.isEmpty, "\(refused)")
            #expect(refused.errors.contains(output) && refused.errors.contains("--overwrite"), "\(refused)")
            #expect(try sandbox.text(of: output) == "precious")
            let listed = try await sandbox.run("list", "--json")
            #expect(listed.json?.array?.isEmpty == true, "nothing was queued; \(listed)")
            #expect(try await sandbox.run("add", file, "--to", "es", "--output", output, "--force").code == 2)
            #expect(try await sandbox.run("add", file, "--to", "es", "--output", output, "--overwrite").code == 0)
        }
    }

    @Test("Two jobs that would write the same file are refused with 2, and nothing is queued")
    func outputTwice() async throws {
        try await withSandbox { sandbox in
            let file = try sandbox.file("note.txt", "A note.\n")
            let refused = try await sandbox.run("add", file, "--to", "es,fr", "--output", "{dir}/out.txt")
            #expect(refused.code == 2 && refused.errors.contains("{lang}"), "\(refused)")
            #expect(try await sandbox.run("list").code == 4, "not even a queue was made")
        }
    }

    @Test("--in lets a job wait for its time, and others go before it")
    func delayed() async throws {
        try await withSandbox(answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) }) {
            sandbox, endpoint in
            let file = try sandbox.file("note.txt", "A note.\n")
            _ = try await sandbox.run("add", file, "--to", "es", "--in", "1h")
            _ = try await sandbox.run("add", file, "--to", "fr", "--in", "700ms")
            let added = ContinuousClock.now
            let later = try await sandbox.show(1)
            #expect(later["state"]?.string == "waiting" && later["waiting_for"]?.string == "schedule")
            let until = try #require(later["waiting_until"]?.string)
            #expect(until > (later["created_at"]?.string ?? ""), "a waiting job says until when")
            _ = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "2")
                #expect(waited.code == 0, "\(waited)")
                #expect(ContinuousClock.now - added >= .milliseconds(600), "job 2 was to wait for its time")
            }
            #expect(endpoint.requests.count == 1, "job 1 is not due for an hour")
            #expect(try await sandbox.show(1)["state"]?.string == "waiting")
        }
    }

    @Test("--wait returns when the job has ended: 0 if it completed, 1 if not", arguments: [true, false])
    func wait(completes: Bool) async throws {
        try await withSandbox(
            answering: {
                completes ? DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) : .error(status: 404)
            }
        ) { sandbox, _ in
            _ = try sandbox.file("note.txt", "A note.\n")
            _ = try await sandbox.serving { _ in
                let added = try await sandbox.run("add", "note.txt", "--to", "es", "--wait")
                #expect(added.code == (completes ? 0 : 1) && added.text == "1\n", "\(added)")
            }
            #expect(try await sandbox.show(1)["state"]?.string == (completes ? "completed" : "failed"))
        }
    }

    @Test("An acknowledged job survives kill -9 of the command that was about to wait for it")
    func killed() async throws {
        try await withSandbox { sandbox in
            _ = try sandbox.file("note.txt", "A note.\n")
            for number in 1...5 {
                let added = try await sandbox.running(["add", "note.txt", "--to", "es", "--force", "--wait"]) { add in
                    try await eventually("the job's number is printed") { try add.text == "\(number)\n" }
                    add.killNow()
                }
                #expect(added.finished.status == .signaled(9))
                #expect(try await sandbox.show(number)["state"]?.string == "queued", "job \(number) was acknowledged")
            }
        }
    }
}
