import Foundation
import Logging

/// The daemon's log on stderr: a constant sentence with its data behind it as `key=value`, one line an event.
///
/// Values cannot act on a terminal, nor begin a line of their own: some are an endpoint's words, or names of files.
struct EventLog: LogHandler {
    private let form: LogForm
    private let threshold: LogThreshold
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> Date
    /// A logger's own level, where it was given one.
    private var ownLevel: Logger.Level?
    var metadata: Logger.Metadata = [:]

    init(
        _ form: LogForm, _ threshold: LogThreshold, now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void = { Output.error($0) }
    ) {
        self.form = form
        self.threshold = threshold
        self.now = now
        self.write = write
    }

    var logLevel: Logger.Level {
        get { ownLevel.map { max($0, threshold.level) } ?? threshold.level }
        set { ownLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { ($0.key, Output.label($0.value.description)) }
        let message = Output.label(event.message.description)
        switch form {
        case .text:
            let time = now().formatted(.iso8601)
            write("\(time) \(event.level.rawValue): \(Self.line(message, fields))")
        case .journal: write("<\(event.level.priority)>\(Self.line(message, fields))")
        case .json: write(json(event.level, message, fields))
        }
    }

    private static func line(_ message: String, _ fields: [(String, String)]) -> String {
        ([message] + fields.map { "\($0)=\(quoted($1))" }).joined(separator: " ")
    }

    /// A value in quotation marks where it would not be told from what follows.
    private static func quoted(_ value: String) -> String {
        guard value.isEmpty || value.contains(where: { " \"=".contains($0) }) else { return value }
        return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private func json(_ level: Logger.Level, _ message: String, _ fields: [(String, String)]) -> String {
        var object = Dictionary(fields) { $1 }
        object["time"] = now().formatted(.iso8601)
        object["level"] = level.rawValue
        object["message"] = message
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings are all there is in it, and strings can be encoded.
        return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? message
    }
}

extension Logger.Level {
    /// The level as syslog(3) numbers it.
    var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
