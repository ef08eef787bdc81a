import ArgumentParser
import Foundation
import Support

/// `torture`: the real daemon, killed again and again at moments drawn from a seed, while everything around it fails.
@main
struct Torture: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Kill the daemon again and again, and prove that nothing is lost, doubled or changed.",
        discussion: """
            The seed decides what is tried and in which order; the moments themselves depend on the machine, so the \
            same seed tries the same things, and mostly finds the same. Exits with 1 where anything is wrong, says \
            what, and keeps the folder.
            """)

    @Option(
        name: [.long, .customLong("iterations")], help: ArgumentHelp("How often the daemon is killed.", valueName: "n"))
    var kills = 30

    @Option(help: ArgumentHelp("Where chance begins; default: drawn, and printed.", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("How many segments are streamed at once.", valueName: "n"))
    var streams = 16

    @Flag(help: "Keep the folder, whatever comes out.")
    var keep = false

    func run() async throws {
        let seed = seed ?? UInt64.random(in: 1...999_999)
        Console.line("torture: \(kills) kills, \(streams) streams, --seed \(seed)")
        let findings = Findings()
        let endpoint = try await FaultyEndpoint.start(seed: seed, findings: findings)
        let settings = [
            "TOLMACH_BASE_URL": endpoint.baseURL, "TOLMACH_MODEL": "scripted", "TOLMACH_CONCURRENCY": "\(streams)",
            "TOLMACH_SEGMENT_SIZE": "\(TestDocument.segmentSize)", "TOLMACH_LOG_LEVEL": "notice",
            // No fault may cost a job its life: whatever ends as failed is a finding.
            "TOLMACH_RETRY_TRIES": "100000", "TOLMACH_RETRY_BASE": "5ms", "TOLMACH_RETRY_CAP": "60ms",
            "TOLMACH_IDLE_TIMEOUT": "700ms", "TOLMACH_FIRST_BYTE_TIMEOUT": "3s", "TOLMACH_CONNECT_TIMEOUT": "2s",
        ]
        try await withSandbox(settings) { sandbox in
            let campaign = Campaign(
                sandbox: sandbox, endpoint: endpoint, findings: findings, kills: kills, seed: seed)
            do {
                try await campaign.run()
            } catch {
                findings.add("the campaign itself broke off: \(error)")
            }
            if keep || !findings.isEmpty { try keepFolder(of: sandbox, seed: seed) }
        }
        try await endpoint.stop()
        guard findings.isEmpty else {
            Console.line("torture: \(findings.count) violations; --seed \(seed)")
            throw ExitCode.failure
        }
        Console.line("torture: nothing was lost, doubled or changed; --seed \(seed)")
    }

    private func keepFolder(of sandbox: Sandbox, seed: UInt64) throws {
        let place = FileManager.default.temporaryDirectory.path + "/tolmach-torture-\(seed)-\(getpid())"
        try FileManager.default.copyItem(atPath: sandbox.folder, toPath: place)
        Console.line("torture: kept \(place)")
    }
}
