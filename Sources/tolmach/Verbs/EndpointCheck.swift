import ChatStream
import Engine
import Translation

/// Asks an endpoint for one word, and tells what it can do.
struct EndpointCheck {
    let settings: EndpointSettings

    /// How long the endpoint has for its first word: a model may have to be loaded, but nobody waits here for minutes.
    private static let patience = Duration.seconds(60)

    private struct Answer {
        var model: String?
        var text = ""
        var hasUsage = false
        var firstText: Duration?
    }

    func run() async -> [Finding] {
        let subject = "endpoint \(settings.name)"
        do {
            let answer = try await ask()
            var findings: [Finding] = []
            let time = answer.firstText.map { " after \($0.wholeMilliseconds) ms" } ?? ""
            findings.append(
                Finding(.ok, subject, "\(settings.endpoint.baseURL) streams; the first text came\(time)"))
            if let model = answer.model, model != settings.model {
                findings.append(
                    Finding(
                        .warning, subject, "asked for \(settings.model), \(model) answered",
                        hint: "If that is not the same model, mend `model`."))
            }
            if !answer.hasUsage {
                findings.append(
                    Finding(
                        .warning, subject, "reports no token usage; show will count none",
                        hint: "include_usage: false saves the endpoint the question."))
            }
            return findings
        } catch let error as ChatError {
            return [Finding(.problem, subject, error.message, hint: Interruption(error).hint)]
        } catch {
            return [Finding(.problem, subject, "\(error)")]
        }
    }

    private func ask() async throws -> Answer {
        let client = try ChatClient(endpoint: settings.endpoint, concurrency: 1)
        do {
            let answer = try await ask(client)
            try await client.shutdown()
            return answer
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    private func ask(_ client: ChatClient) async throws -> Answer {
        let request = ChatRequest(
            model: settings.model,
            messages: [
                ChatMessage(role: .system, content: "Translate to Spanish. Output only the translation."),
                ChatMessage(role: .user, content: "library"),
            ],
            temperature: settings.temperature, maxTokens: min(settings.maxTokens ?? 16, 16),
            includeUsage: settings.includeUsage, extra: settings.extra)
        let begin = ContinuousClock.now
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask {
                try await client.withEvents(for: request) { events in
                    var answer = Answer()
                    for try await batch in events {
                        for event in batch {
                            switch event {
                            case .started(let model): answer.model = model
                            case .text(let text):
                                answer.firstText = answer.firstText ?? (ContinuousClock.now - begin)
                                answer.text += text
                            case .usage: answer.hasUsage = true
                            default: break
                            }
                        }
                    }
                    return answer
                }
            }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw ChatError(
                    kind: .stalled, endpoint: settings.name,
                    message: "no answer within \(HumanText.duration(Self.patience))")
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }
}
