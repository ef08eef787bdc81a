import Crypto
import Foundation

/// What a webhook is signed with; it shows itself to nobody.
public struct WebhookSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    private let key: SymmetricKey

    /// Reads a secret: `whsec_` and base64, as the specification has it, or any other text of at least 16 bytes, which
    /// stands for itself.
    ///
    /// White space around it is none of it; nil where it is too short, or is no base64 although it says so.
    public init?(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let bytes: Data?
        if text.hasPrefix(Self.prefix) {
            bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count)))
        } else {
            bytes = Data(text.utf8)
        }
        guard let bytes, bytes.count >= 16 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    private static let prefix = "whsec_"

    /// The signature of a message: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
    ///
    /// Source: Standard Webhooks specification 1.0.0, “Signature scheme”.
    public func signature(message: String, timestamp: Int64, body: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Data("\(message).\(timestamp).".utf8))
        code.update(data: body)
        return "v1," + Data(code.finalize()).base64EncodedString()
    }

    /// Nothing of it.
    public var description: String { "<REDACTED>" }
    /// Nothing of it.
    public var debugDescription: String { description }
}
