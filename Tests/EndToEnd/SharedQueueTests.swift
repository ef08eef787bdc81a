import Foundation
import ScriptedEndpoint
import Support
import Testing

@Suite("A queue that a group shares", .besideAnother, .timeLimit(.minutes(40)))
struct SharedQueueTests {
    private static func mode(_ path: String) -> mode_t? {
        var information = stat()
        return stat(path, &information) == 0 ? information.st_mode & 0o7777 : nil
    }

    @Test(
        "is the group's with its log and its index, whoever makes it and whatever the umask",
        arguments: [0o2770, 0o700])
    func modes(folderMode: Int) async throws {
        try await withSandbox { sandbox in
            let folder = sandbox.folder + "/state"
            #expect(mkdir(folder, 0o700) == 0 && chmod(folder, mode_t(folderMode)) == 0)
            let database = folder + "/queue.db"
            let document = try sandbox.file("a.txt", "One.")
            let added = try await sandbox.running(
                ["add", document, "--to", "es", "--database", database],
                under: ["/bin/sh", "-c", "umask 077; exec \"$@\"", "sh"]
            ) { _ in }.finished
            #expect(added.code == 0, "\(added)")
            let isShared = folderMode & 0o2000 != 0
            #expect(Self.mode(database) == (isShared ? 0o660 : 0o600))
            let endpoint = try await ScriptedEndpoint.start { request in
                .events(DeterministicTranslator().answer(to: request), pace: .milliseconds(1))
            }
            let environment = [
                "TOLMACH_BASE_URL": endpoint.baseURL, "TOLMACH_MODEL": "m", "TOLMACH_DATABASE": database,
            ]
            _ = try await sandbox.serving(environment: environment) { _ in
                // Not as soon as they are there: SQLite makes a file with the umask and gives it its mode next.
                let waited = try await sandbox.run("wait", "1", environment: environment)
                #expect(waited.code == 0, "\(waited)")
                for part in ["-wal", "-shm"] {
                    #expect(Self.mode(database + part) == (isShared ? 0o660 : 0o600), "\(part)")
                }
            }
            try await endpoint.stop()
        }
    }

    @Test("One of somebody's own is theirs alone, also in a folder that others may read; doctor tells of an older one")
    func own() async throws {
        try await withSandbox(["TOLMACH_BASE_URL": "http://127.0.0.1:1/v1", "TOLMACH_MODEL": "m"]) { sandbox in
            #expect(chmod(sandbox.folder, 0o755) == 0)
            let document = try sandbox.file("a.txt", "One.")
            let added = try await sandbox.running(
                ["add", document, "--to", "es"], under: ["/bin/sh", "-c", "umask 022; exec \"$@\"", "sh"]
            ) { _ in }.finished
            #expect(added.code == 0, "\(added)")
            #expect(Self.mode(sandbox.database) == 0o600)
            _ = try await sandbox.serving { _ in
                for part in ["-wal", "-shm"] {
                    let mode = try await eventualValue("\(part) is there") { Self.mode(sandbox.database + part) }
                    #expect(mode == 0o600, "\(part)")
                }
            }
            let content = try await sandbox.run("doctor", "--offline")
            #expect(content.code == 0 && !content.text.contains("everybody on this machine"), "\(content)")
            #expect(chmod(sandbox.database, 0o644) == 0)
            let found = try await sandbox.run("doctor", "--offline")
            #expect(found.code == 0, "it works all the same; \(found)")
            let warning = "! database: everybody on this machine may read \(sandbox.database)"
            #expect(found.text.contains(warning), "\(found)")
            #expect(found.text.contains("chmod o= \(sandbox.database)"), "\(found)")
            #expect(chmod(sandbox.folder, 0o700) == 0)
            let closed = try await sandbox.run("doctor", "--offline")
            #expect(!closed.text.contains("everybody on this machine"), "nobody else comes to it; \(closed)")
        }
    }

    @Test("A key comes from a credential of the service manager's by the endpoint's name, and no other verb needs it")
    func credentials() async throws {
        try await withSandbox { sandbox in
            let endpoint = try await ScriptedEndpoint.start { .events(DeterministicTranslator().answer(to: $0)) }
            let keys = sandbox.folder + "/credentials"
            #expect(mkdir(keys, 0o700) == 0)
            try Data("sk-of-hosted\n".utf8).write(to: URL(fileURLWithPath: keys + "/api-key_hosted"))
            let file = try sandbox.file(
                "config.yaml",
                """
                database: \(sandbox.database)
                endpoints:
                  hosted: {base_url: "\(endpoint.baseURL)", model: m}
                  other: {base_url: "\(endpoint.baseURL)", model: m, api_key_env: NOBODY_HAS_SET_THIS}
                endpoint_order: [hosted]
                """)
            let environment = ["TOLMACH_CONFIG": file, "CREDENTIALS_DIRECTORY": keys]
            let document = try sandbox.file("a.txt", "One river.")
            let added = try await sandbox.run(
                "add", document, "--to", "es", environment: ["TOLMACH_CONFIG": file])
            #expect(added.code == 0, "\(added)")
            let daemon = try await sandbox.serving(environment: environment) { _ in
                let waited = try await sandbox.run("wait", "1", environment: ["TOLMACH_CONFIG": file])
                #expect(waited.code == 0, "\(waited)")
            }
            #expect(daemon.code == 0, "\(daemon)")
            let request = try #require(endpoint.requests.first)
            #expect(request.header("authorization") == "Bearer sk-of-hosted")
            #expect(!daemon.errors.contains("sk-of"))
            try await endpoint.stop()
        }
    }

    @Test(
        "Who is not in the group of the machine's queue is told which it is, whatever is asked (only root can become another)",
        .enabled(if: geteuid() == 0))
    func outsider() async throws {
        try await withSandbox { sandbox in
            // A folder that is open to a group that nobody is not in.
            let folder = sandbox.folder + "/state"
            #expect(mkdir(folder, 0o770) == 0 && chown(folder, 0, 12) == 0 && chmod(folder, 0o2770) == 0)
            #expect(chmod(sandbox.folder, 0o755) == 0)
            let document = try sandbox.file("a.txt", "One.")
            let made = try await sandbox.run("add", document, "--to", "es", "--database", folder + "/queue.db")
            #expect(made.code == 0, "\(made)")
            for command in [["add", document, "--to", "es"], ["status"], ["list"], ["doctor", "--offline"]] {
                let refused = try await sandbox.running(
                    command + ["--database", folder + "/queue.db"],
                    under: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
                ) { _ in }.finished
                #expect(refused.code == (command[0] == "doctor" ? 1 : 4), "\(refused)")
                let said = refused.errors + refused.text
                #expect(said.contains("group man") && said.contains("adduser nobody man"), "\(refused)")
            }
        }
    }
}
