import Synchronization

/// What a scripted endpoint has seen, for those who ask from outside.
final class RequestJournal: Sendable {
    private let state = Mutex((requests: [RecordedRequest](), steps: [Int](), open: 0, accepted: 0))

    var requests: [RecordedRequest] { state.withLock { $0.requests } }
    var stepsTaken: [Int] { state.withLock { $0.steps } }
    var openConnections: Int { state.withLock { $0.open } }
    var acceptedConnections: Int { state.withLock { $0.accepted } }

    func connectionOpened() {
        state.withLock { state in
            state.open += 1
            state.accepted += 1
        }
    }

    func connectionClosed() { state.withLock { $0.open -= 1 } }

    func tookStep(of number: Int) { state.withLock { $0.steps[number] += 1 } }

    /// Gives the request its number and keeps it.
    func record(_ request: RequestReader.Request) -> RecordedRequest {
        state.withLock { state in
            let recorded = RecordedRequest(
                number: state.requests.count,
                method: request.method,
                path: request.path,
                headers: request.headers,
                body: request.body
            )
            state.requests.append(recorded)
            state.steps.append(0)
            return recorded
        }
    }
}
