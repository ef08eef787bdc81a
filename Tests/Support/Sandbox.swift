import Foundation
import ScriptedEndpoint
import Subprocess
import Synchronization

/// A folder of a test's own, and the real program in it: nothing of this machine's settings reaches it.
public final class Sandbox: Sendable {
    /// The folder.
    public let folder: String
    private let settings: [String: String]
    private let started = Mutex(0)

    /// The queue that every command works on unless told otherwise.
    public var database: String { folder + "/queue.db" }

    fileprivate init(_ settings: [String: String]) throws {
        // Without symbolic links: what a program says about a path must be comparable.
        folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/tolmach-test-\(UUID())"
        self.settings = settings
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Writes a file into the folder, and returns its path.
    public func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

    /// Writes a file into the folder, and returns its path.
    public func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// The bytes of a file.
    public func bytes(of path: String) throws -> [UInt8] { try Finished.bytes(path) }

    /// The text of a file.
    public func text(of path: String) throws -> String { String(decoding: try bytes(of: path), as: UTF8.self) }

    /// Runs a command to its end.
    ///
    /// - Parameters:
    ///   - arguments: The verb and what follows it.
    ///   - input: Its stdin.
    ///   - environment: Variables beside those of the sandbox; nil takes one away.
    ///   - bound: How long it may take.
    /// - Throws: ``NotInTime`` where it takes longer.
    public func run(
        _ arguments: String..., input: [UInt8] = [], environment: [String: String?] = [:],
        within bound: Duration = .seconds(60)
    ) async throws -> Finished {
        try await running(arguments, input: input, environment: environment, within: bound) { _ in }.finished
    }

    /// Runs the daemon while the body lasts; one that was sent no signal by then is asked to stop.
    ///
    /// On a busy machine the body may be through before the daemon has come to hear such a request, which would end it
    /// as it ends any process.
    public func serving(
        environment: [String: String?] = [:], while body: (RunningProcess) async throws -> Void
    ) async throws -> Finished {
        try await running(["serve"], environment: environment) { daemon in
            try await body(daemon)
            guard !daemon.wasSignalled else { return }
            try await eventually("the daemon hears SIGTERM, or has ended") { daemon.hears(SIGTERM) || daemon.hasEnded }
            daemon.terminate()
        }.finished
    }

    /// Starts a command, and waits for its end once the body has returned.
    ///
    /// - Parameters:
    ///   - program: One that was built beside the tests.
    ///   - wrapper: Another that runs it, by its path and its own arguments.
    public func running<Value: Sendable>(
        _ arguments: [String], of program: String = "tolmach", under wrapper: [String] = [], input: [UInt8] = [],
        environment: [String: String?] = [:],
        within bound: Duration = .seconds(60), while body: (RunningProcess) async throws -> Value
    ) async throws -> (value: Value, finished: Finished) {
        let place = try placeForOutput()
        let command = wrapper + [try BuiltProgram.path(of: program)] + arguments
        let result = try await Subprocess.run(
            .path(.init(command[0])), arguments: Arguments(Array(command.dropFirst())),
            environment: .custom(variables(environment)), workingDirectory: .init(folder),
            // From a file: swift-subprocess 1.0.2 crashes where a process ends before all of an array is written to it.
            input: .fileDescriptor(.init(rawValue: try open(input, place + "/stdin")), closeAfterSpawningProcess: true),
            output: .fileDescriptor(.init(rawValue: try open(place + "/stdout")), closeAfterSpawningProcess: true),
            error: .fileDescriptor(.init(rawValue: try open(place + "/stderr")), closeAfterSpawningProcess: true)
        ) { execution in
            let process = RunningProcess(pid: execution.processIdentifier.value, folder: place)
            do {
                let value = try await body(process)
                return (value, try await process.ended(within: bound))
            } catch {
                process.killNow()
                throw Failure(error: error, arguments: arguments, errors: try process.errors)
            }
        }
        let (value, delay) = result.takeClosureResult()
        return (
            value,
            Finished(
                arguments: arguments, status: result.terminationStatus, delay: delay,
                output: try Finished.bytes(place + "/stdout"),
                errors: Finished.text(try Finished.bytes(place + "/stderr")))
        )
    }

    /// What went wrong while a process ran, with the end of what it had said.
    private struct Failure: Error, CustomStringConvertible {
        let error: any Error
        let arguments: [String]
        let errors: String

        var description: String {
            """
            \(error)
            while this ran: tolmach \(arguments.joined(separator: " ")); its stderr ends:
            \(errors.suffix(1500))
            """
        }
    }

    private func placeForOutput() throws -> String {
        let number = started.withLock { count in
            count += 1
            return count
        }
        let place = folder + "/process-\(number)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        return place
    }

    /// A file with these bytes, opened at its begin.
    private func open(_ bytes: [UInt8], _ path: String) throws -> Int32 {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
        return descriptor
    }

    private func open(_ path: String) throws -> Int32 {
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        return descriptor
    }

    func variables(_ given: [String: String?]) -> [Environment.Key: String] {
        var variables = ProcessInfo.processInfo.environment.filter { variable in
            !["TOLMACH_", "OPENAI_", "XDG_"].contains { variable.key.hasPrefix($0) }
        }
        variables["HOME"] = folder
        variables["TOLMACH_DATABASE"] = database
        variables.merge(settings) { $1 }
        for (name, value) in given { variables[name] = value }
        return Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(rawValue: $0.key), $0.value) })
            .reduce(into: [:]) { if let key = $1.key { $0[key] = $1.value } }
    }
}

/// Gives a test a sandbox, and takes it away again.
///
/// - Parameter settings: Variables for every process in it.
public func withSandbox<Value>(
    _ settings: [String: String] = [:], _ body: (Sandbox) async throws -> Value
) async throws -> Value {
    let sandbox = try Sandbox(settings)
    defer { FileManager.default.remove(sandbox.folder) }
    return try await body(sandbox)
}

/// Gives a test a sandbox whose daemon finds a scripted endpoint, and does not wait long between tries.
public func withSandbox<Value>(
    _ settings: [String: String] = [:], answering respond: @escaping ScriptedEndpoint.Responder,
    _ body: (Sandbox, ScriptedEndpoint) async throws -> Value
) async throws -> Value {
    let endpoint = try await ScriptedEndpoint.start(respond: respond)
    let basic = [
        "TOLMACH_BASE_URL": endpoint.baseURL, "TOLMACH_MODEL": "scripted", "TOLMACH_RETRY_BASE": "10ms",
        "TOLMACH_RETRY_CAP": "40ms",
    ]
    do {
        let value = try await withSandbox(basic.merging(settings) { $1 }) { try await body($0, endpoint) }
        try await endpoint.stop()
        return value
    } catch {
        try await endpoint.stop()
        throw error
    }
}

extension FileManager {
    /// Takes a test's folder away; one that resists is left to the system's own cleaning of temporary files.
    fileprivate func remove(_ path: String) {
        do { try removeItem(atPath: path) } catch { print("left behind: \(path): \(error)") }
    }
}
