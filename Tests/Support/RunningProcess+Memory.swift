import Foundation

extension RunningProcess {
    /// The most memory that it has held so far, in bytes (proc_pid_status(5), `VmHWM`).
    public var peakMemory: Int {
        get throws {
            let status = try Finished.text(Finished.bytes("/proc/\(pid)/status"))
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            guard let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
                throw NotInTime(description: "/proc/\(pid)/status tells no VmHWM; the process has ended")
            }
            return kibibytes << 10
        }
    }
}
