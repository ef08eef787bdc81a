import Foundation
import Subprocess
import Synchronization
import Translation

/// Tells of the end of a job by running a program, with the job as JSON on its stdin.
///
/// No shell has a part in it, so nothing that a document is called means anything but itself.
public struct CommandHook: Sendable {
    private let program: String
    private let arguments: [String]
    private let limit: Duration
    private let environment: [String: String]
    private let clock: any Clock<Duration>

    /// How long a program that must end may take for it, before it is killed with all of its group.
    private static let grace = Duration.milliseconds(400)
    /// How much of what it says on stderr is kept, in characters.
    private static let kept = 200

    /// Creates a hook.
    ///
    /// - Parameters:
    ///   - command: An absolute path and arguments, which are handed on as they are.
    ///   - limit: How long it may take. Default 60 s.
    ///   - environment: Variables, of which it gets neither ours nor those that are called as secrets are.
    ///   - clock: By which the limit is measured.
    /// - Returns: nil where there is no absolute path.
    public init?(
        command: [String], limit: Duration = .seconds(60),
        environment: [String: String] = ProcessInfo.processInfo.environment,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        guard let program = command.first, program.hasPrefix("/") else { return nil }
        self.program = program
        arguments = Array(command.dropFirst())
        self.limit = limit
        self.environment = environment.filter { Self.isHandedOn($0.key) }
        self.clock = clock
    }

    static func isHandedOn(_ name: String) -> Bool {
        !["TOLMACH_", "WATCHDOG_"].contains { name.hasPrefix($0) }
            && !["_KEY", "_TOKEN", "_SECRET", "_PASSWORD"].contains { name.uppercased().hasSuffix($0) }
            && !["NOTIFY_SOCKET", "CREDENTIALS_DIRECTORY"].contains(name)
    }

    /// Runs it once, to its end or its limit.
    ///
    /// A cancelled task ends it, and all of its group, within half a second.
    ///
    /// - Throws: `CancellationError`; then nothing is known of whether it was heard.
    public func tell(_ event: HookEvent) async throws -> DeliveryOutcome {
        guard let input = Self.file(holding: event.job) else {
            return .again(reason: "no room for its input in \(FileManager.default.temporaryDirectory.path)")
        }
        let words = Mutex<[UInt8]>([])
        let process = Mutex<pid_t>(0)
        let end = await race {
            try await execute(input, started: { pid in process.withLock { $0 = pid } }) { bytes in
                words.withLock { if $0.count < 4 * Self.kept { $0 += bytes } }
            }
        }
        if end.isLate || Task.isCancelled {
            // Those of its group that outlived it, and would not hear SIGTERM.
            let group = process.withLock { $0 }
            if group > 0 { kill(-group, SIGKILL) }
        }
        try Task.checkCancellation()
        let said = Self.words(words.withLock { $0 })
        if end.isLate { return .refused(reason: "was ended after \(limit.inSeconds) s" + said) }
        switch end.status {
        case .success(.exited(0)): return .heard
        case .success(.exited(let code)): return .refused(reason: "ended with code \(code)" + said)
        case .success(.signaled(let signal)): return .refused(reason: "was killed by signal \(signal)" + said)
        case .failure(let error): return .refused(reason: "could not be run: \(reason(error))")
        }
    }

    private struct End {
        var isLate = false
        var status: Result<TerminationStatus, any Error> = .failure(CancellationError())
    }

    /// Runs it beside its limit, and cancels it when that comes first.
    private func race(_ run: @escaping @Sendable () async throws -> TerminationStatus) async -> End {
        await withTaskGroup(of: Result<TerminationStatus, any Error>?.self) { group in
            group.addTask {
                do { return .success(try await run()) } catch { return .failure(error) }
            }
            group.addTask {
                // Cancelled where the program has ended before, and then nobody asks.
                try? await clock.sleep(for: limit)
                return nil
            }
            var end = End()
            var hasEnded = false
            for await result in group {
                if let result {
                    end.status = result
                    hasEnded = true
                } else if !hasEnded, !Task.isCancelled {
                    end.isLate = true
                }
                group.cancelAll()
            }
            return end
        }
    }

    private func execute(
        _ input: CInt, started: @Sendable (pid_t) -> Void, stderr take: @Sendable ([UInt8]) -> Void
    ) async throws -> TerminationStatus {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.grace)
        ]
        let variables = environment.reduce(into: [Environment.Key: String]()) { variables, variable in
            if let key = Environment.Key(rawValue: variable.key) { variables[key] = variable.value }
        }
        let result = try await Subprocess.run(
            .path(.init(program)), arguments: Arguments(arguments), environment: .custom(variables),
            platformOptions: options,
            input: .fileDescriptor(.init(rawValue: input), closeAfterSpawningProcess: true),
            output: .discarded, error: .sequence
        ) { execution in
            started(execution.processIdentifier.value)
            do {
                for try await buffer in execution.standardError { take(buffer.withUnsafeBytes { Array($0) }) }
            } catch {
                // What it said is lost then, and how it ended is what counts.
            }
        }
        return result.terminationStatus
    }

    /// A nameless file: a program that does not read its stdin must not fail by that, as it would with a pipe.
    private static func file(holding bytes: [UInt8]) -> CInt? {
        // mkstemp(3) writes the name into it, which the file loses at once.
        var template = Array((FileManager.default.temporaryDirectory.path + "/tolmach-XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { return nil }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        unlink(&template)
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard written > 0 || errno == EINTR else {
                close(file)
                return nil
            }
            rest = rest.dropFirst(max(0, written))
        }
        lseek(file, 0, SEEK_SET)
        return file
    }

    private static func words(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.isEmpty ? "" : ": " + text.prefix(kept)
    }

    private func reason(_ error: any Error) -> String {
        if access(program, F_OK) != 0 { return "there is no such program" }
        if access(program, X_OK) != 0 { return "it is not executable for this user" }
        return "\(type(of: error))"
    }
}
