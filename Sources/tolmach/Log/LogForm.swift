import ArgumentParser
import Foundation

/// How the daemon's log is written.
enum LogForm: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// A line that begins with time and level: `2026-11-23T14:32:10+0000 notice: daemon started version=0.1.0`.
    case text
    /// As ``text``, with the level as the journal wants it, and without the time, which it knows (sd-daemon(3)).
    case journal
    /// A JSON object a line.
    case json

    /// What suits where stderr goes: the journal says that it is there by JOURNAL_STREAM (systemd.exec(5)).
    static func natural(environment: [String: String], descriptor: Int32 = STDERR_FILENO) -> LogForm {
        var information = stat()
        guard let told = environment["JOURNAL_STREAM"], fstat(descriptor, &information) == 0 else { return .text }
        return told == "\(information.st_dev):\(information.st_ino)" ? .journal : .text
    }
}
