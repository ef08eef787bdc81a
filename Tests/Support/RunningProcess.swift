import Foundation
import Subprocess
import Synchronization

/// A process of ours while it runs.
public final class RunningProcess: Sendable {
    /// Its number.
    public let pid: Int32
    private let folder: String
    private let signalled = Mutex<ContinuousClock.Instant?>(nil)

    init(pid: Int32, folder: String) {
        self.pid = pid
        self.folder = folder
    }

    /// What it has written to stdout so far.
    public var output: [UInt8] { get throws { try Finished.bytes(folder + "/stdout") } }
    /// What it has written to stdout so far, as text; a scalar that is half written is left out.
    public var text: String { get throws { try Finished.text(output) } }
    /// What it has written to stderr so far.
    public var errors: String { get throws { try Finished.text(Finished.bytes(folder + "/stderr")) } }

    /// Sends a signal, and notes when the first one was sent.
    public func signal(_ number: Int32) {
        signalled.withLock { $0 = $0 ?? .now }
        kill(pid, number)
    }

    /// Ends it without a chance to say goodbye.
    public func killNow() { signal(SIGKILL) }

    /// Asks it to stop, as a service manager does.
    public func terminate() { signal(SIGTERM) }

    /// Waits until it has ended.
    ///
    /// - Returns: The time from the first signal to the end; nil where none was sent.
    /// - Throws: ``NotInTime``, after the process was killed.
    @discardableResult
    public func ended(within bound: Duration = .seconds(60)) async throws -> Duration? {
        do {
            try await eventually("process \(pid) ends", within: bound) { hasEnded }
        } catch {
            kill(pid, SIGKILL)
            throw error
        }
        return signalled.withLock { $0 }.map { ContinuousClock.now - $0 }
    }

    /// Whether a signal was sent to it.
    var wasSignalled: Bool { signalled.withLock { $0 != nil } }

    /// Whether it does something of its own on a signal: it is caught, or kept from its usual effect by those who read it
    /// elsewhere (proc(5), `SigCgt` and `SigIgn` in `/proc/PID/status`).
    func hears(_ signal: Int32) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").contains { line in
            guard line.hasPrefix("SigCgt:") || line.hasPrefix("SigIgn:"),
                let mask = UInt64(line.drop { $0 != "\t" }.dropFirst(), radix: 16)
            else { return false }
            return mask & 1 << (signal - 1) != 0
        }
    }

    /// Whether each of its threads is stopped, as after SIGSTOP (proc(5), `/proc/PID/task/TID/stat`).
    public var isStopped: Bool {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return !threads.isEmpty
            && threads.allSatisfy { thread in
                // A thread that has just ended has no file any more, and does nothing.
                guard let stat = try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/stat", encoding: .utf8),
                    let name = stat.lastIndex(of: ")")
                else { return true }
                return stat[stat.index(after: name)...].hasPrefix(" T")
            }
    }

    /// Whether it has ended; its status is left for those who started it (waitid(2), WNOWAIT).
    public var hasEnded: Bool {
        var information = siginfo_t()
        let result = waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT)
        return result != 0 || information.si_signo == SIGCHLD
    }
}
