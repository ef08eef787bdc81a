import ScriptedEndpoint
import Support
import Synchronization
import Testing

@Suite("When it is of no use to try again", .besideAnother)
struct FailureTests {
    private static let text = SampleText(words: 40)

    /// Refuses until it is mended.
    private final class Endpoint: Sendable {
        private let isMended = Mutex(false)

        func mend() { isMended.withLock { $0 = true } }

        func answer(to request: RecordedRequest, status: Int) -> Answer {
            isMended.withLock { $0 }
                ? DeterministicTranslator().answer(to: request, cutAfterChunks: nil)
                : .error(status: status, body: #"{"error": {"message": "the model is out to lunch"}}"#)
        }
    }

    @Test(
        "The job fails in the endpoint's own words, with advice, and retry takes it up again",
        arguments: [
            (500, 8, "tries_exhausted", "waiting"), (404, 1, "not_found", "queued"), (400, 1, "rejected", "queued"),
        ])
    func fails(status: Int, tries: Int, kind: String, then state: String) async throws {
        let model = Endpoint()
        try await withSandbox(answering: { model.answer(to: $0, status: status) }) { sandbox, endpoint in
            let added = try await sandbox.run("add", try sandbox.file("log.txt", Self.text.source), "--to", "es")
            #expect(added.code == 0, "\(added)")
            let daemon = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "1", "--timeout", "30")
                #expect(waited.code == 1, "wait fails with the job; \(waited)")
                #expect(waited.errors.contains("the model is out to lunch"), "wait tells why; \(waited)")
                #expect(endpoint.requests.count == tries, "status \(status) is asked \(tries) times")

                let shown = try await sandbox.show(1)
                #expect(shown["state"]?.string == "failed")
                #expect(shown["error"]?["kind"]?.string == kind)
                let message = try #require(shown["error"]?["message"]?.string)
                #expect(
                    message.contains("the model is out to lunch"),
                    "the endpoint's own words are to be quoted: \(message)")
                #expect(shown["error"]?["hint"]?.string?.isEmpty == false, "a failure comes with advice")
                #expect(shown["attempts_log"]?.array?.last?["http_status"]?.number == Double(status))
                let got = try await sandbox.run("get", "1")
                #expect(got.code == 1 && got.output.isEmpty, "there is no document to get; \(got)")

                model.mend()
                let retried = try await sandbox.run("retry", "1")
                #expect(retried.code == 0 && retried.text == "1 \(state)\n", "\(retried)")
                let again = try await sandbox.run("wait", "1", "--timeout", "30")
                #expect(again.code == 0, "\(again)")
            }
            #expect(daemon.code == 0, "the daemon does not go down with a job; \(daemon)")
            #expect(try await sandbox.run("get", "1").isExactly(Self.text.translation))
        }
    }

    @Test("A wrong key stops the endpoint and keeps its jobs; all who look are told why; a right key lets them go on")
    func key() async throws {
        let model = Endpoint()
        try await withSandbox(
            ["TOLMACH_API_KEY": "sk-very-secret"], answering: { model.answer(to: $0, status: 401) }
        ) { sandbox, endpoint in
            for number in 0..<5 {
                let file = try sandbox.file("log\(number).txt", "{\(number)} " + Self.text.source)
                #expect(try await sandbox.run("add", file, "--to", "es").code == 0)
            }
            let daemon = try await sandbox.serving { _ in
                try await eventually("all jobs wait for the endpoint") {
                    try await sandbox.status()["counts"]?["waiting"]?.number == 5
                }
                let status = try await sandbox.status()
                let gate = try #require(status["endpoints"]?.array?.first?["gate"])
                #expect(gate["reason"]?.string == "unauthorized" && gate["http_status"]?.number == 401, "\(status)")
                #expect(gate["message"]?.string?.contains("the model is out to lunch") == true, "\(status)")
                for said in [try await sandbox.run("status"), try await sandbox.run("show", "1")] {
                    #expect(said.text.contains("the model is out to lunch"), "it must tell why; \(said)")
                    #expect(said.text.contains("TOLMACH_API_KEY"), "it must name the variable; \(said)")
                }
                let waited = try await sandbox.run("wait", "1", "--timeout", "1")
                #expect(waited.errors.contains("TOLMACH_API_KEY"), "who waits for it is told, too; \(waited)")
                let shown = try await sandbox.show(1)
                #expect(shown["state"]?.string == "waiting" && shown["waiting_for"]?.string == "endpoint", "\(shown)")
                #expect(shown["waiting_until"]?.string?.isEmpty == false)
                #expect(endpoint.requests.count <= 2, "a wrong key is not tried for every job")

                model.mend()
                let examined = try await sandbox.run("doctor")
                #expect(
                    examined.text.contains("it will ask again at once"),
                    "doctor, which finds the endpoint well, tells the daemon; \(examined)")
                let completed = try await sandbox.run("wait", "1", "2", "3", "4", "5", "--timeout", "30")
                #expect(completed.code == 0, "all jobs go on; \(completed)")
            }
            #expect(endpoint.requests.first?.header("authorization") == "Bearer sk-very-secret")
            let told = daemon.errors.split(separator: "\n").filter { $0.contains("refuses us") }
            #expect(told.count == 1, "the log tells it once; \(daemon)")
            #expect(!daemon.errors.contains("sk-very-secret"), "no key in a log")

        }
    }

    @Test("A content filter fails the job at once, and what was received stays")
    func contentFilter() async throws {
        try await withSandbox(
            answering: { .events(Array(DeterministicTranslator().answer(to: $0).prefix(10)), finish: "content_filter") }
        ) { sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", Self.text.source), "--to", "es")
            _ = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "1", "--timeout", "30")
                #expect(waited.code == 1, "\(waited)")
            }
            #expect(endpoint.requests.count == 1, "a filter is not asked twice")
            #expect(try await sandbox.show(1)["error"]?["kind"]?.string == "content_filter")
            let partial = try await sandbox.run("get", "1", "--partial")
            #expect(partial.code == 0 && !partial.output.isEmpty, "\(partial)")
            #expect(Self.text.translation.hasPrefix(partial.text), "what was received is there: \(partial.text)")
        }
    }
}
