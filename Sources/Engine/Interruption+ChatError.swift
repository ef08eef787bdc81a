import ChatStream
import Translation

extension Interruption {
    /// What a failed exchange means for a segment.
    public init(_ error: ChatError) {
        let kind: Kind =
            switch error.kind {
            case .unreachable: .unreachable
            case .tls: .tls
            case .connectionLost: .connectionLost
            case .endedWithoutFinish: .endedEarly
            case .stalled: .stalled
            case .noProgress: .noProgress
            case .rateLimited: .rateLimited
            case .overloaded: .overloaded
            case .serverError: .serverError
            case .unauthorized: .unauthorized
            case .paymentRequired: .paymentRequired
            case .notFound: .notFound
            case .contextLength: .contextLength
            case .rejected, .invalidRequest: .rejected
            case .notAnEventStream, .malformed: .malformed
            }
        let status = error.httpStatus.map { $0 == 200 ? "" : " (HTTP \($0))" } ?? ""
        self.init(
            kind: kind, message: error.message + status, httpStatus: error.httpStatus, retryAfter: error.retryAfter)
    }
}
