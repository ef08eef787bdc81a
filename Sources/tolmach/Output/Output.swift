import Foundation

/// Writes to stdout and stderr: data on the one, everything else on the other.
enum Output {
    /// Whether stdout is a terminal.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// Whether colours are wanted: a terminal, and nobody said no (no-color.org).
    static let hasColor =
        isTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// Writes text at once, without buffering.
    static func write(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes a line to stdout.
    static func line(_ text: String = "") { write(text.hasSuffix("\n") ? text : text + "\n") }

    /// Writes a line to stderr.
    static func error(_ text: String) {
        write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes bytes; a reader that has gone away ends the program as it ends any other in a pipe.
    static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                Glibc.poll(&poll, 1, 1000)
            } else if errno != EINTR {
                exit(errno == EPIPE ? 0 : Exit.failure.rawValue)
            }
        }
    }

    /// Columns that a table may take: those of the terminal; as many as it wants where another program reads.
    static var tableColumns: Int { isTerminal ? columns : .max }

    /// Columns of the terminal; 80 where there is none.
    static var columns: Int {
        var size = winsize()
        guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Text from a document or an endpoint, made harmless for a terminal: control characters other than line break
    /// and tab are shown as pictures of themselves (U+2400…), so that none can move the cursor or set a title.
    static func harmless(_ text: String) -> String {
        guard isTerminal else { return text }
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: view.append(scalar)
            case 0x0D: continue
            case 0..<0x20: view.append(Unicode.Scalar(scalar.value + 0x2400) ?? "�")
            case 0x7F...0x9F: view.append("�")
            default: view.append(scalar)
            }
        }
        return String(view)
    }
}
