import ScriptedEndpoint
import Support
import Testing

@Suite("A configuration that cannot be used", .besideAnother)
struct BadConfigurationTests {
    /// A configuration file that is refused, and what the message must say.
    struct BadFile: Sendable, CustomTestStringConvertible {
        let text: String
        let says: [String]
        var testDescription: String { text.replacing("\n", with: "⏎") }
    }

    @Test(
        "Every verb refuses it with 5, and says where and what",
        arguments: [
            BadFile(text: "durability: full\nretry: [1s\n", says: ["line 3", "YAML"]),
            BadFile(text: "durability: full\n\tretry: 1\n", says: ["line 2", "YAML"]),
            BadFile(text: "just words\n", says: [":1:", "keys and values"]),
            BadFile(text: "durability: full\n\nretrys: {base: 1s}\n", says: [":3:", "“retrys”", "“retry”"]),
            BadFile(text: "something_else: 1\n", says: [":1:", "“something_else”", "known are", "endpoints"]),
            BadFile(
                text: "endpoints:\n  one:\n    base_url: http://127.0.0.1:1/v1\n    model: m\n    idle_timout: 1s\n",
                says: [":5:", "idle_timout", "“idle_timeout”"]),
            BadFile(text: "retry:\n  cap: 9s\n  base: soon\n", says: [":3:", "retry.base", "“soon”", "500ms"]),
            BadFile(text: "retry:\n  tries: none\n", says: [":2:", "retry.tries", "“none”"]),
            BadFile(text: "durability: fully\n", says: [":1:", "“fully”", "full, normal"]),
            BadFile(
                text: "endpoint_order: [won]\nendpoints: {one: {base_url: \"http://127.0.0.1:1/v1\", model: m}}\n",
                says: [":1:", "“won”", "“one”"]),
            BadFile(text: "endpoints:\n  one:\n    model: m\n", says: [":2:", "base_url"]),
            BadFile(
                text: "endpoints:\n  one: {base_url: \"http://127.0.0.1:1/v1\", model: m, api_key: sk-1}\n",
                says: [":2:", "api_key_file"]),
            BadFile(text: "endpoints: {one: {base_url: \"ftp://x\", model: m}}\n", says: [":1:", "base_url"]),
            BadFile(
                text: "endpoints: {one: {base_url: \"http://x/v1\", model: m, headers: {X: \"a\\r\\nb\"}}}\n",
                says: [":1:", "headers", "line break"]),
            BadFile(
                text: "endpoints: {one: {base_url: \"http://x/v1\", model: m, headers: {\"X y\": z}}}\n",
                says: [":1:", "headers", "name"]),
            BadFile(
                text: "endpoints:\n  one:\n    base_url: http://x/v1\n    model: m\n    extra: {temperature: .nan}\n",
                says: [":5:", "extra", ".nan"]),
            BadFile(
                text: "endpoints: {one: {base_url: \"http://x/v1\", model: m, idle_timeout: 0s}}\n",
                says: [":1:", "timeout"]),
            BadFile(
                text: "on_complete:\n  command: {a: /bin/true}\n",
                says: [":2:", "on_complete.command", "list of words"]),
            BadFile(
                text: "on_complete:\n  command: [/bin/true]\n  on: []\n", says: [":3:", "on_complete.on", "empty"]),
            BadFile(text: "metrics_textfile: /tmp/x.txt\n", says: [":1:", "metrics_textfile", ".prom"]),
        ])
    func file(bad: BadFile) async throws {
        try await withSandbox { sandbox in
            let path = try sandbox.file("config.yaml", bad.text)
            for arguments in [["serve"], ["list"], ["doctor"]] {
                let refused = try await sandbox.running(arguments + ["--config", path]) { _ in }.finished
                #expect(refused.code == 5 && refused.output.isEmpty, "\(refused)")
                for words in [path] + bad.says {
                    #expect(refused.errors.contains(words), "“\(words)” is missing; \(refused)")
                }
                #expect(!refused.errors.contains("sk-1"), "a key is never shown; \(refused)")
            }
        }
    }

    @Test("A file that was named and cannot be read is 5", arguments: ["nowhere.yaml", "."])
    func unreadable(name: String) async throws {
        try await withSandbox { sandbox in
            for environment: [String: String?] in [[:], ["TOLMACH_CONFIG": name]] {
                let flag = environment.isEmpty ? ["--config", name] : []
                let refused = try await sandbox.running(["list"] + flag, environment: environment) { _ in }.finished
                #expect(refused.code == 5 && refused.errors.contains(name), "\(refused)")
            }
        }
    }

    @Test("serve without an endpoint is 5, and says how to name one")
    func noEndpoint() async throws {
        try await withSandbox { sandbox in
            let refused = try await sandbox.run("serve")
            #expect(refused.code == 5 && refused.errors.contains("TOLMACH_BASE_URL=http"), "\(refused)")
        }
    }

    @Test(
        "A wrong variable is 5 and is named",
        arguments: [
            ("TOLMACH_RETRY_BASE", "soon"), ("TOLMACH_IDLE_TIMEOUT", "-1"), ("TOLMACH_CONCURRENCY", "0"),
            ("TOLMACH_RESUME", "maybe"), ("TOLMACH_BASE_URL", "nonsense"), ("TOLMACH_EXTRA", "{"),
            ("TOLMACH_LOG_LEVEL", "loud"), ("TOLMACH_MODEL", ""),
        ])
    func variable(name: String, value: String) async throws {
        let basic = ["TOLMACH_BASE_URL": "http://127.0.0.1:1/v1", "TOLMACH_MODEL": "m"]
        try await withSandbox(basic) { sandbox in
            let refused = try await sandbox.run("serve", environment: [name: value])
            #expect(refused.code == 5 && refused.errors.contains(name), "\(refused)")
        }
    }

    @Test("A variable that nobody knows is a warning that names the nearest one")
    func unknownVariable() async throws {
        try await withSandbox(
            ["TOLMACH_MODLE": "x"], answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) }
        ) { sandbox, _ in
            let checked = try await sandbox.run("doctor")
            #expect(checked.code == 0 && checked.text.contains("TOLMACH_MODLE"), "\(checked)")
            #expect(checked.text.contains("TOLMACH_MODEL?"), "\(checked)")
        }
    }

    @Test("A flag goes before the environment, the environment before the file, the file before the default")
    func precedence() async throws {
        try await withSandbox { sandbox in
            let input = Array("A note.\n".utf8)
            let byFile = sandbox.folder + "/by-file.db"
            let config = try sandbox.file("config.yaml", "database: \(byFile)\n")
            let places: [(path: String, arguments: [String], environment: [String: String?])] = [
                (
                    sandbox.folder + "/by-flag.db", ["--database", sandbox.folder + "/by-flag.db", "--config", config],
                    [:]
                ),
                (sandbox.database, ["--config", config], [:]),
                (byFile, ["--config", config], ["TOLMACH_DATABASE": nil]),
            ]
            for place in places {
                let arguments = ["add", "-", "--to", "es"] + place.arguments
                let added = try await sandbox.running(arguments, input: input, environment: place.environment) { _ in }
                    .finished
                #expect(added.text == "1\n", "each queue is a new one; \(added)")
                #expect(try !sandbox.bytes(of: place.path).isEmpty)
            }
        }
    }
}
