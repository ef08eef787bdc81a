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

    /// Writes a document: as the bytes that it is, but made harmless on a terminal.
    static func document(_ bytes: [UInt8]) {
        if isTerminal { write(harmless(String(decoding: bytes, as: UTF8.self))) } else { write(bytes) }
    }

    /// Columns that a table may take: those of the terminal; as many as it wants where another program reads.
    static var tableColumns: Int { isTerminal ? columns : .max }

    /// Columns of the terminal; 80 where there is none.
    static var columns: Int { size.map { Int($0.ws_col) } ?? 80 }

    /// Lines of the terminal, as it is now; nil where there is none, or none that says.
    static var rows: Int? { size.flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } }

    private static var size: winsize? {
        var size = winsize()
        guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return size
    }
}
