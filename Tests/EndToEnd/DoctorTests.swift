import Foundation
import GRDB
import ScriptedEndpoint
import Support
import Testing

/// What is found on this side of the network: configuration, database, daemon.
@Suite("doctor looks at this machine", .light)
struct DoctorTests {
    @Test("Every finding has the same members, and level and advice of the contract")
    func shape() async throws {
        try await withSandbox(answering: { CountingServer().answer(to: $0) }) { sandbox, _ in
            let found = try await sandbox.run("doctor", "--json")
            let findings = try #require(found.json?.array, "\(found)")
            #expect(
                findings.allSatisfy { $0.keys == ["level", "subject", "check", "message", "hint", "set"] }, "\(found)")
            let levels = Set(findings.compactMap { $0["level"]?.string })
            #expect(levels.isSubset(of: ["ok", "note", "advice", "warning", "problem"]), "\(levels)")
            let remedies = findings.flatMap { $0["set"]?.array ?? [] }
            #expect(!remedies.isEmpty && remedies.allSatisfy { $0.keys == ["key", "value", "yaml", "environment"] })
        }
    }

    @Test("For an endpoint of the file the line for the file is told; where a variable wins, the variable")
    func remedyOfFile() async throws {
        try await withSandbox(answering: { CountingServer().answer(to: $0) }) { sandbox, endpoint in
            let config = try sandbox.file(
                "config.yaml", "endpoints:\n  local: {base_url: \"\(endpoint.baseURL)\", model: m}\n")
            var environment: [String: String?] = ["TOLMACH_BASE_URL": nil, "TOLMACH_MODEL": nil]
            let byFile = try await sandbox.run("doctor", "--config", config, environment: environment)
            #expect(byFile.text.contains("resume: prefill    (endpoints.local in \(config))"), "\(byFile)")
            environment["TOLMACH_ENDPOINTS_LOCAL_RESUME"] = "continue"
            let byVariable = try await sandbox.run("doctor", "--config", config, environment: environment)
            #expect(byVariable.lines.contains("      TOLMACH_ENDPOINTS_LOCAL_RESUME=prefill"), "\(byVariable)")
        }
    }

    @Test("A key is found where a user's own unit takes it; one that only the daemon can see is no problem, and said")
    func keys() async throws {
        let locked: @Sendable (RecordedRequest) -> Answer = { request in
            request.header("authorization") == "Bearer sk-own"
                ? CountingServer().answer(to: request) : .error(status: 401, body: #"{"error": {"message": "who?"}}"#)
        }
        try await withSandbox(answering: locked) { sandbox, endpoint in
            let folder = sandbox.folder + "/xdg/tolmach/keys"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("sk-own\n".utf8).write(to: URL(filePath: folder + "/local"))
            #expect(chmod(folder + "/local", 0o600) == 0)
            let section = "base_url: \"\(endpoint.baseURL)\", model: m"
            let config = try sandbox.file("config.yaml", "endpoints:\n  local: {\(section)}\n")
            let environment: [String: String?] = [
                "TOLMACH_BASE_URL": nil, "TOLMACH_MODEL": nil, "XDG_CONFIG_HOME": sandbox.folder + "/xdg",
            ]
            let own = try await sandbox.run("doctor", "--config", config, environment: environment)
            #expect(own.code == 0 && own.text.contains("the one from \(folder)/local is accepted"), "\(own)")
            let hidden = try sandbox.file(
                "hidden.yaml", "endpoints:\n  local: {\(section), api_key_credential: mine}\n")
            let unseen = try await sandbox.run("doctor", "--config", hidden, environment: environment)
            #expect(unseen.code == 0 && unseen.text.contains("out of reach here"), "\(unseen)")
            #expect(unseen.text.contains("TOLMACH_ENDPOINTS_LOCAL_API_KEY"), "\(unseen)")
            #expect(chmod(folder + "/local", 0o644) == 0)
            let open = try await sandbox.run("doctor", "--config", config, environment: environment)
            #expect(open.code == 1 && open.text.contains("chmod o-r"), "\(open)")
            #expect(open.text.contains("database"), "the rest is looked at all the same; \(open)")
        }
    }

    @Test("What it advises makes it content")
    func followed() async throws {
        try await withSandbox(answering: { CountingServer(refuses: ["temperature"]).answer(to: $0) }) { sandbox, _ in
            let before = try await sandbox.run("doctor", "--json")
            let assignments = (before.json?.array ?? []).flatMap { $0["set"]?.array ?? [] }
                .compactMap { $0["environment"]?.string }
            #expect(assignments.count == 2, "\(before)")
            let pairs = assignments.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
            let environment = Dictionary(pairs.map { ($0[0], Optional($0[1])) }, uniquingKeysWith: { $1 })
            let after = try await sandbox.run("doctor", "--json", environment: environment)
            let levels = (after.json?.array ?? []).filter { $0["subject"]?.string == "endpoint default" }
                .compactMap { $0["level"]?.string }
            #expect(!levels.isEmpty && Set(levels) == ["ok"], "\(after)")
        }
    }

    @Test("Without an endpoint it says so with 1")
    func noEndpoint() async throws {
        try await withSandbox { sandbox in
            let found = try await sandbox.run("doctor")
            #expect(found.code == 1 && found.text.contains("TOLMACH_BASE_URL"), "\(found)")
            #expect(found.errors.isEmpty, "nobody is asked; \(found)")
        }
    }

    @Test("Settings that do nothing are named")
    func idleSettings() async throws {
        try await withSandbox { sandbox in
            let config = try sandbox.file(
                "config.yaml",
                """
                endpoint_order: [used]
                endpoints:
                  used: {base_url: "http://127.0.0.1:1/v1", model: m, extra: {temperature: 1}}
                  unused: {base_url: "http://127.0.0.1:1/v1", model: m}
                """)
            let found = try await sandbox.run(
                "doctor", "--offline", "--config", config,
                environment: ["TOLMACH_RESUME": "prefill", "TOLMACH_RETRY_TRYS": "3"])
            #expect(found.code == 0, "\(found)")
            for words in [
                "TOLMACH_RESUME does nothing", "TOLMACH_ENDPOINTS_USED_RESUME", "endpoints.unused does nothing",
                "extra of endpoint used replaces temperature", "TOLMACH_RETRY_TRIES?",
            ] {
                #expect(found.text.contains(words), "“\(words)”; \(found)")
            }
        }
    }

    @Test("More streams than files may be opened are a warning")
    func concurrency() async throws {
        let settings = [
            "TOLMACH_BASE_URL": "http://127.0.0.1:1/v1", "TOLMACH_MODEL": "m", "TOLMACH_CONCURRENCY": "100000",
        ]
        try await withSandbox(settings) { sandbox in
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let found = try await sandbox.run("doctor", "--offline")
            #expect(found.text.contains("concurrency to their number"), "\(found)")
            #expect(found.text.contains("100000 streams") == (limit.rlim_cur < 100_064), "\(found)")
        }
    }

    @Test("A folder that is none is a problem before the first add")
    func folder() async throws {
        try await withSandbox(["TOLMACH_BASE_URL": "http://127.0.0.1:1/v1", "TOLMACH_MODEL": "m"]) { sandbox in
            let file = try sandbox.file("notes", "no folder\n")
            let found = try await sandbox.run("doctor", "--offline", "--database", file + "/queue.db")
            #expect(found.code == 1 && found.text.contains("\(file) is no folder"), "\(found)")
            let fresh = try await sandbox.run("doctor", "--offline", "--database", sandbox.folder + "/a/b/queue.db")
            #expect(fresh.code == 0 && fresh.text.contains("not there yet"), "\(fresh)")
        }
    }

    @Test("A daemon of another version than the program is a warning; of the same it is told")
    func version() async throws {
        try await withSandbox(answering: { CountingServer().answer(to: $0) }) { sandbox, _ in
            _ = try await sandbox.serving { daemon in
                try await eventually("the daemon has announced itself") {
                    try await sandbox.run("doctor", "--offline").text.contains("✓ daemon: runs with pid \(daemon.pid)")
                }
                let queue = try DatabaseQueue(path: sandbox.database)
                try await queue.write { try $0.execute(sql: "UPDATE daemons SET version = '0.0.1'") }
                let found = try await sandbox.run("doctor", "--offline")
                #expect(found.code == 0 && found.text.contains("runs version 0.0.1"), "\(found)")
                #expect(found.text.contains("Restart the daemon"), "\(found)")
            }
        }
    }
}
