import Foundation

/// The service manager that has started this process and wants to be told how it is: systemd, or one that speaks as it
/// does.
///
/// The protocol is one datagram of assignments a line and is promised to stay as it is (sd_notify(3), “Notes”), so no
/// library is linked for it.
public struct ServiceManager: Sendable {
    /// What it can be told.
    public enum Notice: Sendable, Equatable {
        /// Start-up, or a reload, is over.
        case ready
        /// The configuration is being read again, since this time of the monotonic clock.
        case reloading(since: Duration)
        /// The end has begun.
        case stopping
        /// The parts that must turn do.
        case alive
        /// What a person reads in `systemctl status`; one line.
        case status(String)

        /// The lines of the protocol.
        var assignments: String {
            switch self {
            case .ready: "READY=1"
            // In microseconds; it tells a reload from one that was asked for later.
            case .reloading(let time): "RELOADING=1\nMONOTONIC_USEC=\(time.wholeMicroseconds)"
            case .stopping: "STOPPING=1"
            case .alive: "WATCHDOG=1"
            case .status(let text): "STATUS=" + text.split(whereSeparator: \.isNewline).joined(separator: " ")
            }
        }
    }

    /// How long it waits for ``Notice/alive`` before it takes the process for hung and kills it; nil where it does not.
    public let watchdog: Duration?
    /// Where whoever has asked for a reload waits for its end; nil where nobody does.
    private let reloadAnswer: URL?
    private let address: sockaddr_un
    private let length: socklen_t

    /// The manager that the environment names (`NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`, `RUNTIME_DIRECTORY`); nil
    /// where there is none.
    public init?(environment: [String: String], pid: Int32 = getpid()) {
        guard let path = environment["NOTIFY_SOCKET"], let first = path.utf8.first else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A name that begins with “@” is abstract: it has a zero byte there, and no file (unix(7)).
        let bytes = (first == UInt8(ascii: "@") ? [0] : [first]) + path.utf8.dropFirst()
        let isFitting = withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard bytes.count < place.count else { return false }
            place.copyBytes(from: bytes)
            return true
        }
        guard isFitting, first == UInt8(ascii: "@") || first == UInt8(ascii: "/") else { return nil }
        self.address = address
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
        length = socklen_t(offset + bytes.count)
        // A child of the service inherits the variable, but is not whom it means.
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(pid)" } ?? true
        watchdog = environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { microseconds in
            isMeant && microseconds > 0 ? .microseconds(microseconds) : nil
        }
        // Several folders are separated by colons (systemd.exec(5), “RuntimeDirectory=”).
        reloadAnswer = environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first.map { folder in
            URL(filePath: folder + "/reload", directoryHint: .notDirectory)
        }
    }

    /// Tells it several things at once.
    ///
    /// - Returns: Whether it could be told; where not, there is nothing better to do than to go on.
    @discardableResult
    public func tell(_ notices: Notice...) -> Bool {
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        let message = Array(notices.map(\.assignments).joined(separator: "\n").utf8)
        var address = address
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                // Never waits: a manager that does not read must not hold up the work.
                sendto(socket, message, message.count, Int32(MSG_DONTWAIT), $0, length) == message.count
            }
        }
    }

    /// Tells that a reload is over, and whoever waits for it how it went.
    ///
    /// The unit's `ExecReload=` waits for the file `reload` in the runtime directory, as that command should not end before
    /// the reload does (systemd.service(5), “ExecReload=”). The manager is told first: it hears that before it sees the
    /// command end.
    ///
    /// - Parameter isTaken: Whether the new configuration holds from now on.
    public func endReload(isTaken: Bool) throws {
        tell(.ready)
        guard let reloadAnswer else { return }
        try Data((isTaken ? "taken\n" : "refused\n").utf8).write(to: reloadAnswer, options: .atomic)
    }
}
