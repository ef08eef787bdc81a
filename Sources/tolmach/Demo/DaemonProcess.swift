import Foundation

/// The real daemon as a process of its own, so that it can really be killed.
final class DaemonProcess {
    private let process = Process()

    /// Starts `tolmach serve` on a queue of the demonstration's own.
    ///
    /// - Parameters:
    ///   - environment: What it is configured by, beside the environment of this process.
    ///   - log: The file for its stderr.
    init(environment: [String: String], log: URL) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["serve"]
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("TOLMACH_") || $0.key == "TOLMACH_API_KEY" }
            .merging(environment) { $1 }
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Ends it without a chance to say goodbye, as a power cut does.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to stop, and waits until it has.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
