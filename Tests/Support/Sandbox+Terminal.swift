import Foundation
import Subprocess

extension Sandbox {
    /// Runs a command to its end on a terminal of its own, without colours, and returns what it wrote there.
    ///
    /// stdout and stderr are the same pseudo-terminal (pty(7)); a line break arrives as CR LF.
    public func onTerminal(_ arguments: String..., within bound: Duration = .seconds(60)) async throws -> [UInt8] {
        let terminal = try PseudoTerminal()
        defer { close(terminal.master) }
        let written = try await Subprocess.run(
            .path(.init(try BuiltProgram.path(of: "tolmach"))), arguments: Arguments(arguments),
            environment: .custom(variables(["NO_COLOR": "1", "TERM": "xterm"])), workingDirectory: .init(folder),
            input: .none,
            output: .fileDescriptor(.init(rawValue: try terminal.open()), closeAfterSpawningProcess: true),
            error: .fileDescriptor(.init(rawValue: try terminal.open()), closeAfterSpawningProcess: true)
        ) { _ in
            var bytes: [UInt8] = []
            try await eventually("tolmach \(arguments.joined(separator: " ")) leaves its terminal", within: bound) {
                try terminal.read(into: &bytes)
            }
            return bytes
        }
        return written.takeClosureResult()
    }
}

/// A pseudo-terminal (ioctl_tty(2)); the C library's own functions for it are not in the module for Swift.
private struct PseudoTerminal {
    /// `TIOCSPTLCK` and `TIOCGPTN`: unlock the other side, and tell its number.
    private static let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

    let master: Int32

    init() throws {
        var lock: Int32 = 0
        master = Foundation.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard master >= 0, ioctl(master, Self.unlock, &lock) == 0 else { throw CocoaError(.fileReadUnknown) }
    }

    /// The side of it that a program writes to.
    func open() throws -> Int32 {
        var number: Int32 = 0
        guard ioctl(master, Self.number, &number) == 0 else { throw CocoaError(.fileNoSuchFile) }
        let descriptor = Foundation.open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
        return descriptor
    }

    /// Takes what has been written; whether nobody is left who could write more.
    func read(into bytes: inout [UInt8]) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Foundation.read(master, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer.prefix(count)
            } else if count < 0, errno == EAGAIN || errno == EINTR {
                return false
            } else {
                return true
            }
        }
    }
}
