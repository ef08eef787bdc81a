import Foundation
import Subprocess
import Support

/// llama.cpp's server with a small model, installed and started by the project's own script.
enum LocalModel {
    /// Why there is none on this machine.
    struct Unavailable: Error { let reason: String }

    /// Why the script failed although everything was there.
    struct Broken: Error { let reason: String }

    private static let script = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("LocalModel/serve").path

    /// The exit code by which the script says that the model could not be installed (sysexits.h: EX_UNAVAILABLE).
    private static let unavailable = 69

    /// Installs the model where it is not there yet.
    ///
    /// - Throws: ``Unavailable`` where PyPI is out of reach or Python is missing.
    static func install() async throws {
        let result = try await Subprocess.run(
            .path(.init(script)), arguments: ["--setup-only"], input: .none, output: .discarded,
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            let reason = result.standardError.split(separator: "\n").last.map(String.init) ?? "no reason given"
            if case .exited(let code) = result.terminationStatus, code == unavailable {
                throw Unavailable(reason: reason)
            }
            throw Broken(reason: reason)
        }
    }

    /// Serves the model on a port while the body lasts.
    static func serving<Value: Sendable>(port: Int, _ body: @Sendable (String) async throws -> Value) async throws
        -> Value
    {
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("tolmach-model-\(UUID())")
        defer { unlink(log.path) }
        let descriptor = open(log.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        let result = try await Subprocess.run(
            .path(.init(script)), arguments: ["--port", "\(port)", "--slots", "1"], input: .none,
            output: .fileDescriptor(.init(rawValue: descriptor), closeAfterSpawningProcess: true), error: .discarded
        ) { execution in
            defer { kill(execution.processIdentifier.value, SIGKILL) }
            let url = try await eventualValue("the local model answers", within: .seconds(180)) {
                try String(contentsOf: log, encoding: .utf8).split(separator: " ").first.map(String.init)
            }
            return try await body(url)
        }
        return result.takeClosureResult()
    }
}
