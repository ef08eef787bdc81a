/// What tells a process from every other, also after a restart of it or of the machine.
public struct DaemonIdentity: Sendable, Hashable {
    /// The host's name.
    public var host: String
    /// The kernel's identifier of this boot (`/proc/sys/kernel/random/boot_id`).
    public var bootID: String
    /// The process-id namespace: in another container the same number is another process.
    public var pidNamespace: String
    /// The process id.
    public var pid: Int32
    /// When the process started, in clock ticks since boot (field 22 of `/proc/PID/stat`, proc(5)).
    public var processStarted: Int64
    /// The program's version.
    public var version: String

    /// Whether every process of the machine can tell whether this one lives: it is in the first process-id namespace, and
    /// in no container's.
    ///
    /// Its number is fixed (`PROC_PID_INIT_INO` in Linux' `include/linux/proc_ns.h`).
    public var isVisible: Bool { pidNamespace == "pid:[4026531836]" }

    /// Creates an identity.
    public init(
        host: String, bootID: String, pidNamespace: String, pid: Int32, processStarted: Int64, version: String
    ) {
        self.host = host
        self.bootID = bootID
        self.pidNamespace = pidNamespace
        self.pid = pid
        self.processStarted = processStarted
        self.version = version
    }
}

/// Whether a process lives, as far as can be told from here.
public enum Liveness: Sendable, Equatable {
    case alive, dead
    /// It ran on this machine since that was started, where its process is visible to others, and cannot be seen from here.
    case hidden
    /// It runs on another host or in another container: only its lease tells.
    case unknown
}
