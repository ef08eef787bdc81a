import Foundation
import Support
import Testing

@testable import Hooks

@Suite("A program that is told of the end of a job", .alone, .timeLimit(.minutes(40)))
struct CommandHookTests {
    /// Writes a script for /bin/sh, and returns its path.
    private func script(_ text: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.file("hook")
        try Data("#!/bin/sh\ncd '\(folder.file(""))' || exit 9\n\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o755)
        return path
    }

    private func text(_ name: String, in folder: TemporaryFolder) throws -> String {
        try String(contentsOfFile: folder.file(name), encoding: .utf8)
    }

    @Test("gets the job on stdin, its arguments as they are, and an environment without secrets")
    func told() async throws {
        try await withTemporaryFolder { folder in
            let program = try script("cat > input; printf '%s|' \"$@\" > arguments; env > variables", in: folder)
            let hook = try #require(
                CommandHook(
                    command: [program, "$HOME; rm -rf /", "two words", ""],
                    environment: [
                        "PATH": "/usr/bin:/bin", "TOLMACH_API_KEY": "s1", "OPENAI_API_KEY": "s2", "NOTIFY_SOCKET": "s3",
                        "WATCHDOG_USEC": "s4", "CREDENTIALS_DIRECTORY": "s5", "HF_TOKEN": "s6", "db_password": "s7",
                        "LANG": "C.UTF-8",
                    ]))
            #expect(try await hook.tell(.of("ä \\\" b")) == .heard)
            #expect(try text("input", in: folder) == String(decoding: HookEvent.of("ä \\\" b").job, as: UTF8.self))
            #expect(try text("arguments", in: folder) == "$HOME; rm -rf /|two words||")
            let variables = try text("variables", in: folder)
            #expect(variables.contains("LANG=C.UTF-8") && !variables.contains("=s"), "\(variables)")
        }
    }

    @Test("may leave its input alone, however much that is, and say more than anybody keeps")
    func deaf() async throws {
        try await withTemporaryFolder { folder in
            let quiet = try #require(CommandHook(command: ["/bin/true"]))
            #expect(try await quiet.tell(.of(padding: 3_000_000)) == .heard)
            let loud = try script("head -c 1000000 /dev/zero | tr '\\0' 'e' >&2; exit 3", in: folder)
            let hook = try #require(CommandHook(command: [loud]))
            let said = String(repeating: "e", count: 200)
            #expect(try await hook.tell(.of()) == .refused(reason: "ended with code 3: \(said)"))
        }
    }

    @Test("may leave another behind, which is not waited for")
    func background() async throws {
        try await withTemporaryFolder { folder in
            let program = try script("sleep 300 & echo $! > child; exit 0", in: folder)
            let begin = ContinuousClock.now
            #expect(try await #require(CommandHook(command: [program])).tell(.of()) == .heard)
            #expect(ContinuousClock.now - begin < .seconds(20))
            if let child = pid_t(try text("child", in: folder).trimmingCharacters(in: .whitespacesAndNewlines)) {
                kill(child, SIGKILL)
            }
        }
    }

    @Test("is ended when its time is over, with all of its group, even those that will not hear")
    func limit() async throws {
        try await withTemporaryFolder { folder in
            let program = try script(
                "(trap '' TERM; while :; do sleep 0.1; done) & echo $! > child; echo begun > begun; wait", in: folder)
            let clock = ManualClock()
            let hook = try #require(CommandHook(command: [program], limit: .seconds(60), clock: clock))
            async let outcome = hook.tell(.of())
            try await eventually("it has begun") { FileManager.default.fileExists(atPath: folder.file("begun")) }
            clock.advance(by: .seconds(60))
            #expect(try await outcome == .refused(reason: "was ended after 60.0 s"))
            let child = try text("child", in: folder).trimmingCharacters(in: .whitespacesAndNewlines)
            try await eventually("its child is dead") {
                guard let stat = FileManager.default.contents(atPath: "/proc/\(child)/stat") else { return true }
                return String(decoding: stat, as: UTF8.self).contains(") Z ")  // and nobody has buried it yet
            }
        }
    }

    @Test("is ended within a second when the daemon ends, and then nothing is known of it")
    func cancelled() async throws {
        try await withTemporaryFolder { folder in
            let program = try script("trap '' TERM; echo begun > begun; while :; do sleep 0.1; done", in: folder)
            let hook = try #require(CommandHook(command: [program]))
            let task = Task { try await hook.tell(.of()) }
            try await eventually("it has begun") { FileManager.default.fileExists(atPath: folder.file("begun")) }
            let begin = ContinuousClock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(ContinuousClock.now - begin < .seconds(10), "0.4 s, and what a busy machine adds")
        }
    }

    @Test("that cannot be run is told with the reason, and a relative path is none")
    func missing() async throws {
        try await withTemporaryFolder { folder in
            let missing = try #require(CommandHook(command: [folder.file("nowhere")]))
            #expect(try await missing.tell(.of()) == .refused(reason: "could not be run: there is no such program"))
            #expect(CommandHook(command: ["notify-send", "x"]) == nil)
            #expect(CommandHook(command: []) == nil)
        }
    }
}
