import ArgumentParser
import ChatStream
import Engine
import Foundation
import Store
import Translation

/// `tolmach doctor`: is everything in order, and what to do where it is not.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check configuration, database, daemon and endpoints, and say what to do.",
        discussion: "Each endpoint is asked to translate one word, which costs a few tokens.")

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        var findings: [Finding] = []
        let settings = try global.settings()
        findings.append(
            Finding(
                .ok, "configuration", settings.file.map { "\($0) is valid" } ?? "no file; environment and defaults"))
        findings += settings.warnings.map {
            Finding(.warning, "configuration", $0, hint: "Unset it, or mend its name.")
        }
        findings += await checkDatabase(settings)
        findings += await checkEndpoints(settings)
        if output.json {
            try JSONText.print(findings)
        } else {
            for finding in findings { Output.line(finding.line) }
        }
        if findings.contains(where: { $0.level == .problem }) { throw ExitCode(Exit.failure.rawValue) }
    }

    private func checkDatabase(_ settings: Settings) async -> [Finding] {
        guard FileManager.default.fileExists(atPath: settings.database) else {
            return [Finding(.ok, "database", "\(settings.database) is not there yet; the first add makes it")]
        }
        do {
            let store = try global.store(settings)
            let problems = try await store.integrityProblems()
            var findings = [
                problems.isEmpty
                    ? Finding(.ok, "database", "\(settings.database) is sound")
                    : Finding(
                        .problem, "database", "\(settings.database) is damaged: \(problems.joined(separator: "; "))",
                        hint: "Stop the daemon and restore a copy, or save what is there: sqlite3 FILE .recover")
            ]
            if let daemon = try await DaemonView.find(store) {
                findings.append(Finding(.ok, "daemon", "runs with pid \(daemon.record.identity.pid)"))
            } else {
                findings.append(
                    Finding(.warning, "daemon", "none is running", hint: "Start it: tolmach serve"))
            }
            return findings
        } catch let error as StoreError {
            return [Finding(.problem, "database", "\(error)", hint: error.hint)]
        } catch {
            return [Finding(.problem, "database", "\(error)")]
        }
    }

    private func checkEndpoints(_ settings: Settings) async -> [Finding] {
        guard !settings.endpoints.isEmpty else {
            return [
                Finding(
                    .problem, "endpoints", "none is configured",
                    hint: "Set TOLMACH_BASE_URL and TOLMACH_MODEL, or write a configuration file.")
            ]
        }
        var findings: [Finding] = []
        for endpoint in settings.endpoints { findings += await EndpointCheck(settings: endpoint).run() }
        return findings
    }
}
