import Foundation
import ScriptedEndpoint
import Support
import Testing

@testable import tolmach

@Suite("Figures for Prometheus", .besideAnother)
struct MetricsPageTests {
    private static func breakingOffOnce(_ request: RecordedRequest) -> Answer {
        DeterministicTranslator().answer(to: request, cutAfterChunks: request.number == 0 ? 30 : nil)
    }

    @Test("status --prometheus tells what was done: jobs, requests and why they ended, text, tokens, times and room")
    func page() async throws {
        try await withSandbox(answering: Self.breakingOffOnce) { sandbox, _ in
            try await sandbox.translate(SampleText(words: 60))
            let log = try await sandbox.attempts(of: 1)
            let job = try await sandbox.show(1)
            let printed = try await sandbox.run("status", "--prometheus")
            #expect(printed.code == 0 && printed.errors.isEmpty, "\(printed)")
            let page = try Exposition(printed.text)
            for state in ["queued", "running", "waiting", "paused", "failed", "cancelled"] {
                #expect(page.samples["tolmach_jobs{state=\"\(state)\"}"] == 0)
            }
            #expect(page.samples["tolmach_jobs{state=\"completed\"}"] == 1)
            #expect(page.samples["tolmach_jobs_ended_total{state=\"completed\"}"] == 1)
            #expect(page.samples["tolmach_up"] == 0, "the daemon has stopped")
            #expect(page.samples["tolmach_build_info{version=\"\(Tolmach.version)\"}"] == 1)
            #expect(
                page.all("tolmach_requests_total") == [
                    "tolmach_requests_total{endpoint=\"default\",outcome=\"interrupted\"}": 1,
                    "tolmach_requests_total{endpoint=\"default\",outcome=\"completed\"}": 1,
                ])
            #expect(
                page.all("tolmach_interruptions_total")
                    == ["tolmach_interruptions_total{endpoint=\"default\",kind=\"connection_lost\"}": 1])
            let characters = log.reduce(0) { $0 + $1.characters }
            #expect(page.samples["tolmach_characters_total{endpoint=\"default\"}"] == Double(characters))
            for (name, key) in [("prompt", "prompt"), ("completion", "completion"), ("saved", "saved")] {
                let told = try #require(job["tokens"]?[key]?.number)
                #expect(page.samples["tolmach_\(name)_tokens_total{endpoint=\"default\"}"] == told)
            }
            #expect(job["tokens"]?["saved"]?.number ?? 0 > 0, "the request that went on saved something")
            #expect(page.samples["tolmach_time_to_first_text_seconds_count{endpoint=\"default\"}"] == 2)
            #expect(page.samples["tolmach_commit_duration_seconds_count"] ?? 0 > 0, "written when the daemon stopped")
            #expect(page.samples["tolmach_gate_closed{endpoint=\"default\"}"] == 0)
            #expect(page.samples["tolmach_database_size_bytes"] ?? 0 > 4096)
        }
    }

    @Test("a closed gate, and how old the job behind it is")
    func gate() async throws {
        try await withSandbox(answering: { _ in
            .error(status: 429, headers: [(name: "Retry-After", value: "3600")])
        }) { sandbox, _ in
            _ = try await sandbox.run("add", "-", "--to", "es", input: Array("A note.\n".utf8))
            _ = try await sandbox.serving { _ in
                try await eventually("the gate closes") {
                    let page = try Exposition(try await sandbox.run("status", "--prometheus").text)
                    guard page.samples["tolmach_gate_closed{endpoint=\"default\"}"] == 1 else { return false }
                    let opens = page.samples[
                        "tolmach_gate_opens_timestamp_seconds{endpoint=\"default\",reason=\"rate_limited\"}"]
                    #expect(abs((opens ?? 0) - Date.now.timeIntervalSince1970 - 3600) < 60)
                    #expect(page.samples["tolmach_jobs{state=\"waiting\"}"] == 1, "\(page.samples)")
                    #expect(page.samples["tolmach_up"] == 1)
                    #expect(page.samples["tolmach_oldest_job_age_seconds{state=\"waiting\"}"] ?? 0 > 0)
                    #expect(page.samples["tolmach_running_streams{endpoint=\"default\"}"] == 0)
                    return true
                }
            }
        }
    }

    @Test("serve keeps them in a file that others may read, and says at the end that nobody serves any more")
    func textfile() async throws {
        try await withSandbox(answering: Self.breakingOffOnce) { sandbox, _ in
            let place = sandbox.folder + "/textfile"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let path = place + "/tolmach.prom"
            let (_, daemon) = try await sandbox.running(["serve", "--metrics-textfile", path]) { daemon in
                try await eventually("the file is there") { FileManager.default.fileExists(atPath: path) }
                let page = try Exposition(try sandbox.text(of: path))
                #expect(page.samples["tolmach_up"] == 1)
                let start = try #require(page.samples["tolmach_start_time_seconds"])
                #expect(abs(start - Date.now.timeIntervalSince1970) < 60)
                let added = try await sandbox.run("add", "-", "--to", "es", "--wait", input: Array("A note.\n".utf8))
                #expect(added.code == 0, "\(added)")
                daemon.terminate()
            }
            #expect(daemon.code == 0, "\(daemon)")
            let last = try Exposition(try sandbox.text(of: path))
            #expect(last.samples["tolmach_up"] == 0 && last.samples["tolmach_start_time_seconds"] == nil)
            #expect(last.samples["tolmach_jobs{state=\"completed\"}"] == 1, "the last page tells the end")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o644)
            #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["tolmach.prom"], "nothing is left")
        }
    }

    @Test("a folder for them that is not there is a warning that names it, and is not made")
    func noFolder() async throws {
        try await withSandbox(answering: Self.breakingOffOnce) { sandbox, _ in
            let place = sandbox.folder + "/nowhere"
            let environment = ["TOLMACH_METRICS_TEXTFILE": place + "/tolmach.prom"]
            let daemon = try await sandbox.serving(environment: environment) { daemon in
                try await eventually("the daemon warns") { try daemon.errors.contains("metrics cannot be written") }
            }
            #expect(daemon.code == 0 && daemon.errors.contains("there is no folder \(place)"), "\(daemon)")
            #expect(!FileManager.default.fileExists(atPath: place), "that folder is the collector's to make")
        }
    }

    @Test("a place for them that cannot be written is a warning, once, and no reason to stop")
    func unwritable() async throws {
        try await withSandbox(
            ["TOLMACH_METRICS_TEXTFILE": "/proc/self/nowhere/tolmach.prom"], answering: Self.breakingOffOnce
        ) { sandbox, _ in
            let daemon = try await sandbox.serving { _ in
                let added = try await sandbox.run("add", "-", "--to", "es", "--wait", input: Array("A note.\n".utf8))
                #expect(added.code == 0, "\(added)")
            }
            #expect(daemon.code == 0, "\(daemon)")
            // At the start and at the end, at least.
            #expect(daemon.errors.ranges(of: "metrics cannot be written").count == 1, "\(daemon)")
        }
    }

    @Test("escapes what would end a label, and nothing else")
    func escaping() throws {
        var text = ExpositionText()
        text.family("tolmach_x_total", .counter, "One \\ and\nanother \"line\".")
        text.sample("tolmach_x_total", [("kind", "a\"b\\c\nd\r\ne")], 7)
        text.sample("tolmach_x_total", [("kind", "ü"), ("other", "")], 0.25)
        #expect(
            text.text == """
                # HELP tolmach_x_total One \\\\ and\\nanother "line".
                # TYPE tolmach_x_total counter
                tolmach_x_total{kind="a\\"b\\\\c\\nd\r\\ne"} 7
                tolmach_x_total{kind="ü",other=""} 0.25

                """)
    }

    @Test(
        "promtool finds nothing to say about them",
        .enabled(if: Installed.has("promtool"), "needs promtool, of Debian's prometheus"))
    func promtool() async throws {
        try await withSandbox(answering: Self.breakingOffOnce) { sandbox, _ in
            try await sandbox.translate(SampleText(words: 60))
            let page = try sandbox.file("page.prom", try await sandbox.run("status", "--prometheus").output)
            let (process, pipe) = (Process(), Pipe())
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", "exec promtool check metrics <\"$0\" 2>&1", page]
            process.standardOutput = pipe
            try process.run()
            let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0 && said.isEmpty, "promtool: \(said)")
        }
    }

    @Test("are printed once, and in their own format", arguments: ["--watch", "--json"])
    func alone(flag: String) async throws {
        try await withSandbox { sandbox in
            let refused = try await sandbox.run("status", "--prometheus", flag)
            #expect(refused.code == 2, "\(refused)")
        }
    }
}
