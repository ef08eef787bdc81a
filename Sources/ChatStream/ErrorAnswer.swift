import Foundation
import NIOHTTP1

/// An answer whose status is no success, as an error.
struct ErrorAnswer {
    /// The most that is read of an error's body, in bytes.
    static let longestBody = 64 << 10

    let endpoint: ChatEndpoint
    let head: HTTPResponseHead
    let body: [UInt8]

    /// The classified error, in the endpoint's own words.
    ///
    /// - Parameter now: the time to count a `Retry-After` date from.
    func error(now: Date) -> ChatError {
        let status = Int(head.status.code)
        let cause = endpointError
        return ChatError(
            kind: ChatError.Kind(status: status, error: cause),
            endpoint: endpoint.name,
            httpStatus: status,
            message: endpoint.redacted(redirection ?? cause?.message ?? quotation),
            cause: cause?.redacted(by: endpoint),
            retryAfter: RetryAdvice.delay(headers: head.headers, status: status, now: now)
        )
    }

    private var endpointError: EndpointError? {
        // HTML, or nothing, is quoted instead.
        JSONValue(json: body).flatMap { EndpointError(json: $0, anyShape: true) }
    }

    private var redirection: String? {
        guard (300..<400).contains(head.status.code) else { return nil }
        let host = head.headers.first(name: "location").flatMap { URLComponents(string: $0)?.host }
        let target = host.map { " to \($0.quotable(upTo: 100))" } ?? ""
        return "the endpoint redirects\(target); redirects are not followed, set base_url to where it leads"
    }

    private var quotation: String {
        let text = String(decoding: body.prefix(200), as: UTF8.self).quotable(upTo: 200).trimmed
        return text.isEmpty ? head.status.reasonPhrase : String(text)
    }
}
