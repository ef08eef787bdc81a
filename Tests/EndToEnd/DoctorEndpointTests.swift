import Foundation
import ScriptedEndpoint
import Support
import Testing

/// Whether an endpoint is there, takes the key and streams, and what is said where it does not.
@Suite("doctor asks an endpoint", .light)
struct DoctorEndpointTests {
    @Test("A healthy one is in order in every respect, for three requests")
    func healthy() async throws {
        let found = try await Examined.run(
            CountingServer(), ["TOLMACH_RESUME": "prefill", "TOLMACH_API_KEY": "sk-0123456789"])
        #expect(found.finished.code == 0 && found.requests.count == 3, "\(found)")
        for check in ["connection", "key", "model", "stream", "usage", "limit", "resume"] {
            #expect(found.level(check) == "ok", "\(check); \(found)")
        }
        #expect(found.words("key").contains("TOLMACH_API_KEY"), "\(found)")
        #expect(!found.finished.text.contains("sk-0123456789") && !found.finished.errors.contains("sk-0123456789"))
        #expect(found.finished.errors.contains("3 to 11"), "what it costs is said before; \(found)")
    }

    @Test("The first request is the daemon's own: its parameters, its prompt, no limit that is not set")
    func rehearsal() async throws {
        let found = try await Examined.run(
            CountingServer(), ["TOLMACH_TEMPERATURE": "0.7", "TOLMACH_EXTRA": #"{"seed": 7}"#])
        let first = try #require(found.requests.first)
        #expect(first.temperature == 0.7 && first.stream && first.json?["seed"]?.number == 7, "\(found)")
        #expect(first.json?["max_tokens"] == nil && first.json?["stream_options"]?["include_usage"]?.bool == true)
        #expect(first.messages.first?.content.contains("Translate to Spanish") == true)
    }

    @Test("A wrong key is a problem that names the variable, and never the key", arguments: [401, 403])
    func wrongKey(status: Int) async throws {
        let body = #"{"error": {"message": "Incorrect API key provided: sk-0123456789"}}"#
        let found = try await Examined.run(["TOLMACH_API_KEY": "sk-0123456789"]) { _ in
            .error(status: status, body: body)
        }
        #expect(found.finished.code == 1 && found.level("key") == "problem", "\(found)")
        #expect(found.words("key").contains("TOLMACH_API_KEY") && found.words("key").contains("\(status)"), "\(found)")
        #expect(!found.finished.text.contains("sk-0123456789"), "the key must not be printed; \(found)")
        #expect(found.requests.count == 1, "\(found)")
    }

    @Test("A key out of a file is told by the file, and a missing one by where it belongs")
    func keyFile() async throws {
        let refuse: ScriptedEndpoint.Responder = { _ in .error(status: 401, body: #"{"error": "who are you?"}"#) }
        try await withSandbox(answering: refuse) { sandbox, endpoint in
            let key = try sandbox.file("key", "sk-9876543210\n")
            chmod(key, 0o600)
            let section = "{base_url: \"\(endpoint.baseURL)\", model: m"
            let config = try sandbox.file(
                "config.yaml", "endpoints:\n  one: \(section), api_key_file: \(key)}\n  two: \(section)}\n")
            let found = try await sandbox.run(
                "doctor", "--config", config, environment: ["TOLMACH_BASE_URL": nil, "TOLMACH_MODEL": nil])
            #expect(found.code == 1 && found.text.contains("the key from \(key) is refused"), "\(found)")
            #expect(
                found.text.contains("no key is set") && found.text.contains("of endpoints.two in \(config)"), "\(found)"
            )
            #expect(!found.text.contains("sk-9876543210"), "\(found)")
        }
    }

    @Test("A model that is not there is a problem that names it")
    func noModel() async throws {
        let found = try await Examined.run { _ in
            .error(status: 404, body: #"{"error": {"message": "The model `scripted` does not exist"}}"#)
        }
        #expect(found.finished.code == 1 && found.level("model") == "problem", "\(found)")
        #expect(found.words("model").contains("does not exist") && found.words("model").contains("TOLMACH_BASE_URL"))
    }

    @Test("Where a model is not there, those that are there are listed, and the nearest is to be set")
    func models() async throws {
        let found = try await Examined.run(["TOLMACH_MODEL": "gema3"]) { request in
            request.path == "/v1/models"
                ? .whole(contentType: "application/json", body: #"{"data": [{"id": "llama3"}, {"id": "gemma3"}]}"#)
                : .error(status: 404, body: #"{"error": {"message": "model 'gema3' not found"}}"#)
        }
        #expect(found.words("models").contains("llama3, gemma3"), "\(found)")
        #expect(found.assignments("models") == ["TOLMACH_MODEL=gemma3"], "\(found)")
    }

    @Test("Where /v1 is missing from base_url, that is what is to be set")
    func missingPath() async throws {
        try await withSandbox(
            answering: { request in
                request.path == "/v1/models"
                    ? .whole(contentType: "application/json", body: #"{"data": [{"id": "scripted"}]}"#)
                    : .whole(status: 404, contentType: "text/plain", body: "404 page not found")
            }
        ) { sandbox, endpoint in
            let root = String(endpoint.baseURL.dropLast(3))
            let found = try await sandbox.run("doctor", environment: ["TOLMACH_BASE_URL": root])
            #expect(found.code == 1 && found.text.contains("TOLMACH_BASE_URL=\(endpoint.baseURL)"), "\(found)")
        }
    }

    @Test("Another model that answers is a warning; a dated name of the same is none")
    func otherModel() async throws {
        let other = try await Examined.run(CountingServer(model: "tiny"))
        #expect(other.level("model") == "warning" && other.finished.code == 0, "\(other)")
        #expect(other.assignments("model") == ["TOLMACH_MODEL=tiny"], "\(other)")
        let dated = try await Examined.run(CountingServer(model: "scripted-2024-08-06"))
        #expect(dated.level("model") == "ok", "\(dated)")
    }

    @Test("HTML is a problem that quotes it")
    func html() async throws {
        let found = try await Examined.run { _ in
            .whole(contentType: "text/html", body: "<html><title>Log in to the airport's network</title></html>")
        }
        #expect(found.finished.code == 1 && found.words("stream").contains("airport"), "\(found)")
    }

    @Test("JSON in place of a stream is a warning: an interruption loses everything")
    func document() async throws {
        let found = try await Examined.run { request in
            let body = #"""
                {"model": "scripted", "choices": [{"index": 0, "finish_reason": "stop",
                "message": {"role": "assistant", "content": "La biblioteca está abierta."}}]}
                """#
            return .whole(contentType: "application/json", body: body)
        }
        #expect(found.finished.code == 0 && found.level("stream") == "warning", "\(found)")
        #expect(found.words("stream").contains("JSON document"), "\(found)")
        #expect(found.assignments("stream") == ["TOLMACH_SEGMENT_SIZE=400"], "\(found)")
    }

    @Test("A stream that comes in one go is a warning: something on the way gathers it")
    func gathered() async throws {
        let texts = ["La ", "biblioteca ", "abre."].map { #"data: {"choices":[{"delta":{"content":"\#($0)"}}]}"# }
        let all = (texts + [#"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"#, "data: [DONE]"])
            .map { $0 + "\n\n" }.joined()
        let found = try await Examined.run { _ in .whole(contentType: "text/event-stream", body: all) }
        #expect(found.level("stream") == "warning" && found.words("stream").contains("one go"), "\(found)")
    }

    @Test("A port where nobody listens is a problem, and the others are examined all the same")
    func deadPort() async throws {
        try await withSandbox(answering: { CountingServer().answer(to: $0) }) { sandbox, endpoint in
            let config = try sandbox.file(
                "config.yaml",
                """
                endpoints:
                  dead: {base_url: "http://127.0.0.1:1/v1", model: m}
                  alive: {base_url: "\(endpoint.baseURL)", model: m, resume: prefill}
                """)
            let unset: [String: String?] = ["TOLMACH_BASE_URL": nil, "TOLMACH_MODEL": nil]
            let found = try await sandbox.run("doctor", "--config", config, environment: unset)
            #expect(found.code == 1 && found.text.contains("Does it run"), "\(found)")
            let titles = found.lines.filter { $0.hasPrefix("endpoint ") }
            #expect(titles.map { $0.prefix { $0 != ":" } } == ["endpoint dead", "endpoint alive"], "\(found)")
            #expect(found.text.contains("✗ connection:") && found.text.contains("✓ resume: prefill is set"), "\(found)")
            let quiet = try await sandbox.run("doctor", "--offline", "--config", config, environment: unset)
            #expect(quiet.code == 0 && quiet.errors.isEmpty && endpoint.requests.count == 3, "\(quiet)")
        }
    }

    @Test("One that falls silent is given up in time")
    func stall() async throws {
        try await withSandbox(
            answering: { CountingServer().answer(to: $0).cut(afterChunks: 0, by: .stall) }
        ) { sandbox, endpoint in
            let found = try await sandbox.run("doctor", "--timeout", "2s", within: .seconds(30))
            #expect(found.code == 1 && found.text.contains("✗ stream: nothing came within 2 s"), "\(found)")
            #expect(endpoint.requests.count == 1, "nothing more is asked then")
        }
    }

    @Test("While a model is being loaded it is asked again")
    func loading() async throws {
        let found = try await Examined.run { request in
            request.number == 0
                ? .error(status: 503, body: #"{"error": {"message": "Loading model", "code": 503}}"#)
                : CountingServer().answer(to: request)
        }
        #expect(found.finished.code == 0 && found.level("connection") == "ok", "\(found)")
    }

    @Test("A rate limit says when to come back; in the middle it ends the examination")
    func rateLimit() async throws {
        let busy = Answer.error(
            status: 429, headers: [("Retry-After", "90")], body: #"{"error": {"message": "Too many requests"}}"#)
        let first = try await Examined.run { _ in busy }
        #expect(first.finished.code == 1 && first.words("request").contains("1 min 30 s"), "\(first)")
        let later = try await Examined.run { $0.number == 0 ? CountingServer().answer(to: $0) : busy }
        #expect(later.finished.code == 0 && later.requests.count == 2, "\(later)")
        #expect(later.level("limit") == "warning" && later.words("limit").contains("not found out"), "\(later)")
    }

    @Test("An answer without a finish reason is a problem: none would ever count as whole")
    func noFinish() async throws {
        let found = try await Examined.run { _ in .events(["Hola"], finish: nil, done: false) }
        #expect(found.finished.code == 1 && found.words("stream").contains("finish reason"), "\(found)")
    }

    @Test("Ctrl-C ends it at once")
    func interrupted() async throws {
        try await withSandbox(answering: { _ in Answer(steps: [.stall]) }) { sandbox, endpoint in
            let found = try await sandbox.running(["doctor"]) { doctor in
                try await eventually("the endpoint was asked") { endpoint.requests.count == 1 }
                doctor.signal(SIGINT)
            }.finished
            let delay = try #require(found.delay)
            #expect(delay < .seconds(5) && found.code != 0, "\(found)")
        }
    }
}
