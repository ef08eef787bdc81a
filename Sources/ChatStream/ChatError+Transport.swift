import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension ChatError {
    /// What a failure below HTTP means.
    ///
    /// - Parameter hasHead: whether the answer had begun; then whatever happens is a lost connection.
    init(transport error: any Error, endpoint: ChatEndpoint, hasHead: Bool) {
        let kind: Kind
        let words: String
        if hasHead {
            kind = .connectionLost
            words = "the connection was lost before the answer was whole"
        } else {
            (kind, words) = Self.meaning(of: error)
        }
        let detail = Self.detail(of: error).quotable(upTo: 300)
        self.init(kind: kind, endpoint: endpoint.name, message: endpoint.redacted("\(words): \(detail)"))
    }

    /// What happened, in the fewest words that somebody on call understands.
    private static func detail(of error: any Error) -> String {
        switch error {
        case let error as HTTPClientError:
            // The long description of an illegal header would quote it, and it may be the key.
            error.shortDescription
        case let error as NIOConnectionError:
            // One failure for each address tried; the first is as good as any.
            (error.connectionErrors.first?.error ?? error.dnsAError ?? error.dnsAAAAError).map(detail)
                ?? "no address for \(error.host)"
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as SocketAddressError.UnknownHost: "no address for \(error.host)"
        default: String(describing: error)
        }
    }

    private static func meaning(of error: any Error) -> (Kind, String) {
        switch error {
        case let error as HTTPClientError: meaning(of: error)
        case let error as HTTPParserError where error != .invalidEOFState && error != .closedConnection:
            (.malformed, "the answer is no HTTP that can be read")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: (.tls, "the TLS handshake failed")
        case is NIOConnectionError, is SocketAddressError, is SocketAddressError.UnknownHost:
            (.unreachable, "no connection")
        case let error as ChannelError where error == .eof || error == .ioOnClosedChannel:
            (.connectionLost, "the connection was closed before an answer")
        case is ChannelError: (.unreachable, "no connection")
        case let error as IOError where [ECONNRESET, EPIPE, ECONNABORTED].contains(error.errnoCode):
            (.connectionLost, "the connection was reset before an answer")
        case is IOError: (.unreachable, "no connection")
        default: (.connectionLost, "the connection was lost before an answer")
        }
    }

    private static func meaning(of error: HTTPClientError) -> (Kind, String) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: (.unreachable, "no connection in time")
        case .tlsHandshakeTimeout: (.tls, "the TLS handshake took too long")
        case .remoteConnectionClosed: (.connectionLost, "the connection was closed before an answer")
        case .alreadyShutdown: (.connectionLost, "the client was shut down")
        case .invalidURL, .emptyHost, .emptyScheme: (.invalidRequest, "the request cannot be sent")
        default:
            // The two cases that name headers carry them, so they can only be told by their description.
            if error.shortDescription.hasPrefix("Invalid header") {
                (.invalidRequest, "a header has an illegal character")
            } else {
                (.connectionLost, "the exchange failed")
            }
        }
    }
}
