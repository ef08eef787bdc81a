import Foundation

/// What a program of the system's says; nil where it is not there or does not know.
enum SystemQuery {
    /// Runs a program, and returns what it wrote to stdout.
    static func output(of program: String, _ arguments: String...) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { return nil }
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? text : nil
    }

    /// Whether systemd runs this machine (sd_booted(3)).
    static var hasSystemd: Bool { FileManager.default.fileExists(atPath: "/run/systemd/system") }
}
