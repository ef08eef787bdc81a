import Foundation
import Support

/// A socket as a service manager opens one (sd_notify(3)), and what it is told there.
final class NotifySocket: @unchecked Sendable {  // the descriptor is never changed, and the kernel guards the rest
    /// What NOTIFY_SOCKET says.
    let name: String
    private let descriptor: Int32

    /// - Parameter name: A path, or an abstract name that begins with “@”.
    init(_ name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let isAbstract = name.hasPrefix("@")
        let bytes = Array((isAbstract ? "\0" + name.dropFirst() : name).utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(2 + bytes.count + (isAbstract ? 0 : 1))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    /// The next message; nil where there is none yet.
    func message() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    /// Waits for a message that begins with a text; those before it are passed over.
    @discardableResult
    func message(beginning text: String) async throws -> String {
        try await eventualValue("the manager is told \(text)") {
            while let message = message() { if message.hasPrefix(text) { return message } }
            return nil
        }
    }

    /// All that has come by now.
    func messages() -> [String] {
        var all: [String] = []
        while let message = message() { all.append(message) }
        return all
    }
}
