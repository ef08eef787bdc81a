import Foundation
import ScriptedEndpoint
import Support
import Synchronization
import Testing

@Suite("on_complete", .besideAnother, .timeLimit(.minutes(40)))
struct HookTests {
    @Sendable private static func translate(_ request: RecordedRequest) -> Answer {
        .events(DeterministicTranslator().answer(to: request))
    }

    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// Writes a script for /bin/sh, and returns its path.
    private func script(_ text: String, in sandbox: Sandbox) throws -> String {
        let path = try sandbox.file("hook", "#!/bin/sh\ncd '\(sandbox.folder)' || exit 9\n\(text)\n")
        chmod(path, 0o755)
        return path
    }

    private func add(_ text: String, in sandbox: Sandbox) async throws {
        let added = try await sandbox.run("add", try sandbox.file("a.txt", text), "--to", "es")
        #expect(added.code == 0, "\(added)")
    }

    private func state(of job: Int, in sandbox: Sandbox) async throws -> String? {
        try await sandbox.show(job)["deliveries"]?.array?.first?["state"]?.string
    }

    @Test("runs a program with the job on its stdin, as show has it, and what it says when it fails is told")
    func command() async throws {
        try await withSandbox(answering: Self.translate) { sandbox, _ in
            let hook = try script("cat > told; env > variables; echo 'no room' >&2; exit 4", in: sandbox)
            try await add("One river.", in: sandbox)
            let environment = [
                "TOLMACH_ON_COMPLETE_COMMAND": hook + ",one word", "SOME_KEY": "sk-1",
                "TOLMACH_API_KEY_ENV": "MODEL_PASS",
                "MODEL_PASS": "sk-2",
            ]
            let daemon = try await sandbox.serving(environment: environment) { _ in
                try await eventually("it has failed") { try await state(of: 1, in: sandbox) == "failed" }
            }
            let told = try #require(JSON(bytes: try sandbox.bytes(of: sandbox.folder + "/told")))
            let shown = try await sandbox.show(1)
            for key in ["id", "name", "state", "progress", "finished_at", "target_language"] {
                #expect(told[key] == shown[key], "\(key)")
            }
            #expect(told["attempts_log"] == nil && told["warnings"] != nil)
            let variables = try sandbox.text(of: sandbox.folder + "/variables")
            #expect(["TOLMACH_", "sk-1", "sk-2"].allSatisfy { !variables.contains($0) }, "\(variables)")
            #expect(daemon.errors.contains("ended with code 4: no room"), "\(daemon)")
            let text = try await sandbox.run("show", "1")
            #expect(text.text.contains("completed, by command: failed"), "\(text)")
            #expect(text.text.contains("ended with code 4: no room"), "\(text)")
        }
    }

    @Test("gives a program that runs no more than the second that the daemon has to stop, and calls it again")
    func stopped() async throws {
        try await withSandbox(answering: Self.translate) { sandbox, _ in
            let hook = try script(
                "echo call >> calls; [ $(wc -l < calls) -gt 1 ] && exit 0; trap '' TERM; while :; do sleep 0.1; done",
                in: sandbox)
            try await add("One river.", in: sandbox)
            let environment = ["TOLMACH_ON_COMPLETE_COMMAND": hook]
            let first = try await sandbox.serving(environment: environment) { _ in
                try await eventually("the program runs") {
                    FileManager.default.fileExists(atPath: sandbox.folder + "/calls")
                }
            }
            #expect(first.code == 0, "\(first)")
            #expect(try #require(first.delay) < Sanitizer.timeToStop, "the daemon must be gone within a second")
            #expect(try await state(of: 1, in: sandbox) == "waiting", "nobody knows whether it was heard")
            _ = try await sandbox.serving(environment: environment) { _ in
                try await eventually("it is told") { try await state(of: 1, in: sandbox) == "delivered" }
            }
            #expect(try sandbox.text(of: sandbox.folder + "/calls") == "call\ncall\n")
        }
    }

    @Test("survives kill -9 between the end of a job and its telling: it is told again, with the same id")
    func killed() async throws {
        let isDeaf = Mutex(true)
        let receiver = try await ScriptedEndpoint.start { _ in
            isDeaf.withLock { $0 } ? .raw("", ending: .stall) : .whole(status: 204, contentType: nil, body: "")
        }
        try await withSandbox(answering: Self.translate) { sandbox, _ in
            let secret = try sandbox.file("secret", Self.secret)
            chmod(secret, 0o600)
            let environment = [
                "TOLMACH_ON_COMPLETE_WEBHOOK": receiver.baseURL + "/hook",
                "TOLMACH_ON_COMPLETE_WEBHOOK_SECRET_FILE": secret,
            ]
            try await add("One river.", in: sandbox)
            let killed = try await sandbox.serving(environment: environment) { daemon in
                try await eventually("it is being told") { receiver.requests.count == 1 }
                daemon.killNow()
            }
            #expect(killed.status == .signaled(9))
            #expect(try await state(of: 1, in: sandbox) == "waiting")
            isDeaf.withLock { $0 = false }
            let again = try await sandbox.serving(environment: environment) { _ in
                try await eventually("it is told") { try await state(of: 1, in: sandbox) == "delivered" }
            }
            let requests = receiver.requests
            #expect(requests.count == 2 && Set(requests.compactMap { $0.header("webhook-id") }).count == 1)
            #expect(requests.last?.json?["data"]?["state"]?.string == "completed")
            #expect(!again.errors.contains("whsec") && !again.errors.contains("/hook"), "\(again)")
            let text = try await sandbox.run("show", "1")
            #expect(text.text.contains("completed, by webhook: told"), "\(text)")
        }
        try await receiver.stop()
    }

    @Test("is refused where it cannot be meant: no path, no https, no secret, one that everybody may read")
    func refused() async throws {
        try await withSandbox(answering: Self.translate) { sandbox, _ in
            let open = try sandbox.file("open", Self.secret)
            chmod(open, 0o644)
            let hook = "TOLMACH_ON_COMPLETE_WEBHOOK"
            let cases: [([String: String], String)] = [
                (["TOLMACH_ON_COMPLETE_COMMAND": "notify-send"], "absolute path"),
                ([hook: "http://example.com/x"], "https://"), ([hook: "https://example.com/x"], "webhook_secret_file"),
                ([hook: "https://example.com/x", hook + "_SECRET_FILE": open], "chmod o-r"),
                ([hook: "https://example.com/x", hook + "_SECRET_ENV": "NOBODY_HAS_SET_THIS"], "NOBODY_HAS_SET_THIS"),
                (["TOLMACH_ON_COMPLETE_ON": "started"], "completed, failed"),
            ]
            for (environment, words) in cases {
                let refused = try await sandbox.run("serve", environment: environment)
                #expect(refused.code == 5 && refused.errors.contains(words), "\(refused)")
                #expect(!refused.errors.contains("whsec"))
            }
        }
    }
}
