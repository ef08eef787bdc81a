import Foundation
import Store

/// Tells who this process is, and whether another lives, from Linux' `/proc` (proc(5)).
public enum ProcessIdentity {
    /// This process.
    public static func current(version: String) -> DaemonIdentity {
        DaemonIdentity(
            host: ProcessInfo.processInfo.hostName, bootID: bootID, pidNamespace: pidNamespace, pid: getpid(),
            processStarted: started(getpid()) ?? 0, version: version)
    }

    /// Whether a process lives: certain on this boot and in this process-id namespace, hidden or unknown elsewhere.
    public static func liveness(of daemon: DaemonIdentity) -> Liveness {
        let isHidden = daemon.isVisible && daemon.bootID == bootID && !bootID.isEmpty
        guard daemon.host == ProcessInfo.processInfo.hostName else { return isHidden ? .hidden : .unknown }
        guard daemon.pidNamespace == pidNamespace else {
            // Another boot of this host: whatever ran then is gone.
            return daemon.bootID != bootID ? .dead : isHidden ? .hidden : .unknown
        }
        // Not by the boot: where a container hides the host's, a service with a /proc of its own sees another one than we do.
        return started(daemon.pid) == daemon.processStarted ? .alive : .dead
    }

    private static var bootID: String {
        text("/proc/sys/kernel/random/boot_id").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static var pidNamespace: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
    }

    /// Field 22 of `/proc/PID/stat`; the name before it may hold spaces and parentheses.
    ///
    /// A zombie is no process.
    private static func started(_ pid: Int32) -> Int64? {
        let stat = text("/proc/\(pid)/stat")
        guard let name = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return Int64(fields[19])
    }

    private static func text(_ path: String) -> String {
        // Not there means: no such process, or no Linux; both are answers.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
