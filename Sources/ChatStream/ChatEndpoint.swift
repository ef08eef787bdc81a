import Foundation

/// An OpenAI-compatible server, and how to talk to it.
public final class ChatEndpoint: Sendable {
    /// What errors call it.
    public let name: String
    /// Where it is, without `/chat/completions`, such as `https://api.example.com/v1`.
    public let baseURL: String
    /// Sent as `Authorization: Bearer`; `nil` for servers that want none.
    public let apiKey: APIKey?
    /// Further headers of every request; they replace ones of the same name that would be sent otherwise.
    public let headers: [(name: String, value: String)]
    /// How long it may keep one waiting.
    public let timeouts: ChatTimeouts
    /// A file of PEM certificates to trust besides the system's, for gateways with a private authority.
    public let caFile: String?

    /// Where requests go: the base with `/chat/completions`; a query, as Azure wants, is kept.
    let completionsURL: URL

    /// Creates an endpoint.
    ///
    /// - Throws: ``Invalid`` when the base URL is not `http` or `https` with a host, or has a user in it; when a header or
    ///   the key could not be sent, or a time limit is nothing.
    public init(
        name: String,
        baseURL: String,
        apiKey: APIKey? = nil,
        headers: [(name: String, value: String)] = [],
        timeouts: ChatTimeouts = ChatTimeouts(),
        caFile: String? = nil
    ) throws {
        guard var parts = URLComponents(string: baseURL),
            let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = parts.host, !host.isEmpty
        else {
            throw Invalid(name: name, reason: "base_url must be http:// or https:// and a host")
        }
        guard parts.user == nil, parts.password == nil else {
            throw Invalid(name: name, reason: "base_url must not hold a user or password; use api_key or headers")
        }
        var path = parts.path
        while path.hasSuffix("/") { path.removeLast() }
        parts.path = path + "/chat/completions"
        parts.fragment = nil
        guard let completionsURL = parts.url else {
            throw Invalid(name: name, reason: "base_url cannot be extended by a path")
        }
        // Field names and values as RFC 9110 has them (sections 5.1 and 5.5).
        guard headers.allSatisfy({ !$0.name.isEmpty && $0.name.utf8.allSatisfy(Self.isTokenByte) }) else {
            throw Invalid(name: name, reason: "headers: a name may have letters, digits and - only")
        }
        guard headers.allSatisfy({ $0.value.utf8.allSatisfy { ($0 >= 0x20 || $0 == 9) && $0 != 0x7F } }) else {
            throw Invalid(name: name, reason: "headers: a value may have no line break or other control character")
        }
        guard apiKey?.isOneWord ?? true else {
            throw Invalid(name: name, reason: "the key has a space or a line break in it; are there two?")
        }
        guard [timeouts.connect, timeouts.firstByte, timeouts.idle].allSatisfy({ $0 > .zero }) else {
            throw Invalid(name: name, reason: "a timeout of nothing lets nothing come; leave it away for the default")
        }
        self.name = name
        self.baseURL = baseURL
        self.apiKey = apiKey
        self.headers = headers
        self.timeouts = timeouts
        self.caFile = caFile
        self.completionsURL = completionsURL
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// Why an endpoint cannot be used as it is configured.
    public struct Invalid: Error, Sendable, Hashable, CustomStringConvertible {
        /// The endpoint's name.
        public let name: String
        /// What is wrong, without the offending value.
        public let reason: String
        /// The name and the reason.
        public var description: String { "endpoint \(name): \(reason)" }
    }
}
