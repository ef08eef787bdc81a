import ArgumentParser
import ChatStream
import Documents
import Engine
import Foundation
import Logging
import Store
import Translation

/// The exit codes of the command line, and the one table that maps errors to them.
enum Exit: Int32 {
    case success = 0
    /// The thing that was asked about failed.
    case failure = 1
    case usage = 2
    case noSuchJob = 3
    case databaseUnusable = 4
    case configurationUnusable = 5

    /// Says what went wrong and what to do, and returns the code to end with.
    static func report(_ error: any Error) -> Exit {
        switch error {
        case let error as CommandFailure:
            tell(error.message, hint: error.hint)
            return error.exit
        case let error as StoreError:
            let advice = [.cannotOpen, .readOnly].contains(error.kind) ? GroupAdvice(for: error.path) : nil
            tell("database \(error)", hint: advice?.hint ?? error.hint)
            return .databaseUnusable
        case let error as ConfigurationError:
            tell("configuration: \(error)", hint: nil)
            return .configurationUnusable
        case let error as ChatEndpoint.Invalid:
            tell("configuration: \(error)", hint: nil)
            return .configurationUnusable
        case let error as BackupError:
            tell("\(error)", hint: error.hint)
            return .failure
        case let error as OutputFile.Failure:
            tell("\(error)", hint: nil)
            return .failure
        case is CancellationError: return .failure
        default: return parser(error)
        }
    }

    /// Help and version go to stdout; what the parser refuses goes to stderr with code 2.
    private static func parser(_ error: any Error) -> Exit {
        let code = Tolmach.exitCode(for: error)
        let message = Tolmach.fullMessage(for: error)
        if code.isSuccess {
            Output.line(message)
            return .success
        }
        if !message.isEmpty { Output.error(Output.labels(message)) }
        return code == .validationFailure ? .usage : Exit(rawValue: code.rawValue) ?? .failure
    }

    private static func tell(_ message: String, hint: String?) {
        let lines =
            ["tolmach: \(Output.labels(message))"] + (hint.map { $0.isEmpty ? [] : ["  → \(Output.labels($0))"] } ?? [])
        // A daemon's last words are an error of the journal's too.
        let mark =
            LogForm.natural(environment: ProcessInfo.processInfo.environment) == .journal
            ? "<\(Logger.Level.error.priority)>" : ""
        for line in lines { Output.error(line.split(separator: "\n").map { mark + $0 }.joined(separator: "\n")) }
    }
}

/// A failure with its exit code and with advice.
struct CommandFailure: Error {
    var exit: Exit
    var message: String
    var hint: String?

    static func noSuchJob(_ id: Job.ID) -> CommandFailure {
        CommandFailure(
            exit: .noSuchJob, message: "there is no job \(id)", hint: "tolmach list shows the jobs that are there.")
    }

    static func usage(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(exit: .usage, message: message, hint: hint)
    }
}
