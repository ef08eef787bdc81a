import ChatStream
import Engine
import Synchronization

/// Examines an endpoint: the thin shell around ``Examination``.
struct EndpointCheck: Sendable {
    let settings: EndpointSettings
    let place: EndpointPlace
    /// How long the endpoint has for one answer; for all of them it has three times as long.
    let patience: Duration

    /// Asks what there is to be asked, and returns what was found.
    ///
    /// - Parameter tell: Gets each question before it is asked.
    func run(telling tell: @Sendable (String) -> Void) async -> [Finding] {
        var examination = Examination(of: settings, at: place)
        let deadline = ContinuousClock.now + patience * 3
        while let probe = examination.next {
            tell("endpoint \(settings.name): \(probe.question)")
            examination.note(await answer(to: probe, by: min(deadline, .now + patience)), of: probe)
        }
        if examination.wantsModels {
            tell("endpoint \(settings.name): which models are there?")
            await lookAround(&examination)
        }
        return examination.findings
    }

    /// Asks, and asks again while a model is being loaded (llama.cpp: 503 for up to a minute).
    private func answer(to probe: Probe, by deadline: ContinuousClock.Instant) async -> ProbeOutcome {
        while true {
            let outcome = await ask(probe, within: deadline - .now)
            guard case .failed(let error, _) = outcome, error.kind == .overloaded, error.retryAfter == nil,
                ContinuousClock.now + Self.pause < deadline
            else { return outcome }
            // An endpoint that is busy, and does not say until when, is left alone for a moment.
            do { try await Task.sleep(for: Self.pause) } catch { return outcome }
        }
    }

    /// Looks which models are there, under the address as it is and with `/v1` behind it.
    private func lookAround(_ examination: inout Examination) async {
        let base = settings.endpoint.baseURL
        let longer = base + (base.hasSuffix("/") ? "v1" : "/v1")
        for url in base.contains("?") ? [base] : [base, longer] {
            let given = settings.endpoint
            do {
                let endpoint = try ChatEndpoint(
                    name: given.name, baseURL: url, apiKey: given.apiKey, headers: given.headers,
                    timeouts: given.timeouts, caFile: given.caFile)
                guard let list = try await ModelList.fetch(from: endpoint, within: min(patience, .seconds(10))) else {
                    continue
                }
                return examination.note(list.names, at: url)
            } catch {
                continue  // What is wrong has been told; this would only have helped to mend it.
            }
        }
    }

    private static let pause = Duration.seconds(1)

    /// Asks over a connection of its own: one that was kept may be closed by the server just when it is used again.
    private func ask(_ probe: Probe, within limit: Duration) async -> ProbeOutcome {
        do {
            let client = try ChatClient(endpoint: settings.endpoint, concurrency: 1)
            let outcome = await ask(probe, client, within: limit)
            try await client.shutdown()
            return outcome
        } catch {
            let failure = ChatError(kind: .invalidRequest, endpoint: settings.name, message: "\(error)")
            return .failed(failure, ProbeAnswer())
        }
    }

    /// Keeps what has come, also where the rest never comes.
    private final class Listener: Sendable {
        private let state = Mutex(ProbeAnswer())

        var answer: ProbeAnswer { state.withLock(\.self) }

        /// Takes in what one read held, and returns how many characters of text there are.
        func receive(_ events: [ChatEvent], after time: Duration) -> Int {
            state.withLock { answer in
                answer.receive(events, after: time)
                return answer.text.count
            }
        }
    }

    private func ask(_ probe: Probe, _ client: ChatClient, within limit: Duration) async -> ProbeOutcome {
        let listener = Listener()
        let begin = ContinuousClock.now
        do {
            let isOver = try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await client.withEvents(for: probe.request) { events in
                        for try await batch in events {
                            let length = listener.receive(batch, after: ContinuousClock.now - begin)
                            if length > probe.enough { break }
                        }
                    }
                    return true
                }
                group.addTask {
                    try await Task.sleep(for: limit)  // The time limit of the task beside it.
                    return false
                }
                defer { group.cancelAll() }
                return try await group.next() ?? false
            }
            return isOver ? .answered(listener.answer) : .unfinished(listener.answer, after: limit)
        } catch let error as ChatError {
            return .failed(error, listener.answer)
        } catch {
            return .unfinished(listener.answer, after: ContinuousClock.now - begin)
        }
    }
}

extension ChatEndpoint {
    /// Whether the key goes over a network without TLS.
    var sendsInTheClear: Bool { !isEncrypted && !isOnThisMachine }

    /// Whether it is reached by TLS.
    var isEncrypted: Bool { baseURL.lowercased().hasPrefix("https://") }

    /// Whether it is reached over loopback.
    var isOnThisMachine: Bool {
        let host = baseURL.drop { $0 != "/" }.drop { $0 == "/" }.prefix { !"/?#".contains($0) }
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
        return name == "localhost" || name == "::1" || name.hasPrefix("127.")
    }
}
