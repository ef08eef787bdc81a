import Foundation

/// Turns the data of server-sent events into chat events; tolerant of all that servers are known to send.
public struct ChatEventDecoder {
    private let decoder = JSONDecoder()
    private var hasStarted = false

    /// Creates a decoder for one answer.
    public init() {}

    /// Reads one event; an event may tell nothing, or several things.
    public mutating func decode(_ event: ServerSentEvent) -> [ChatEvent] {
        if hasStarted, event.type != "error", let text = textDelta(event.data) {
            return text.isEmpty ? [] : [.text(text)]
        }
        return decodeAnything(event)
    }

    /// Reads one event without the fast path.
    mutating func decodeAnything(_ event: ServerSentEvent) -> [ChatEvent] {
        let data = event.data
        if event.type == "error" { return [.failed(error(in: data))] }
        if data.first == "[", data.trimmed == "[DONE]" { return [.done] }
        if data.trimmed.isEmpty { return [] }
        return decode(json: Data(data.utf8)) ?? [.undecodable(data.utf8.count)]
    }

    /// Reads one chunk, or one whole completion; `nil` when it is neither.
    mutating func decode(json: Data) -> [ChatEvent]? {
        let chunk: ChatChunk
        do {
            chunk = try decoder.decode(ChatChunk.self, from: json)
        } catch {
            // What does not fit the shape may still be an error: `{"object":"error","code":…}` with odd types.
            return looseError(in: json).map { [.failed($0)] }
        }
        var events: [ChatEvent] = []
        let choice = chunk.choices?.first { ($0.index ?? 0) == 0 }
        if !hasStarted, chunk.choices != nil {
            hasStarted = true
            events.append(.started(model: chunk.model))
        }
        if let delta = choice?.delta ?? choice?.message { append(delta, to: &events) }
        if let failure = failure(chunk, choice, json) {
            events.append(.failed(failure))
        } else if let reason = choice?.finish_reason, !reason.isEmpty {
            events.append(.finished(FinishReason(rawValue: reason)))
        }
        if let counts = chunk.usage?.counts { events.append(.usage(counts)) }
        return events
    }

    private func textDelta(_ data: String) -> String? {
        // A native string is contiguous; any other takes the general way.
        data.utf8.withContiguousStorageIfAvailable { TextDelta($0)?.text } ?? nil
    }

    private func append(_ delta: ChatChunk.Delta, to events: inout [ChatEvent]) {
        let thinks = [delta.reasoning_content, delta.reasoning].contains { $0?.text.isEmpty == false }
        if thinks || delta.content?.hasThinking == true { events.append(.reasoning) }
        if let text = delta.content?.text, !text.isEmpty { events.append(.text(text)) }
        if let words = delta.refusal, !words.isEmpty { events.append(.refusal(words)) }
    }

    private func failure(_ chunk: ChatChunk, _ choice: ChatChunk.Choice?, _ json: Data) -> EndpointError? {
        if chunk.error != nil || chunk.object == "error" {
            if let error = looseError(in: json) { return error }
        }
        if let error = choice?.error, let found = EndpointError(json: .object(["error": error]), anyShape: true) {
            return found
        }
        guard choice?.finish_reason == "error" else { return nil }
        return EndpointError(message: "the answer ended with the finish reason “error”")
    }

    /// The data of `event: error`, whatever it is.
    private func error(in data: String) -> EndpointError {
        looseError(in: Data(data.utf8), anyShape: true) ?? EndpointError(message: data)
    }

    private func looseError(in json: Data, anyShape: Bool = false) -> EndpointError? {
        do {
            return EndpointError(json: try decoder.decode(JSONValue.self, from: json), anyShape: anyShape)
        } catch {
            return nil  // No JSON at all; the caller counts it.
        }
    }
}

extension String {
    /// Without ASCII white space at either end.
    var trimmed: Substring {
        var text = self[...]
        while let last = text.utf8.last, last <= 0x20 { text = Substring(text.utf8.dropLast()) }
        while let first = text.utf8.first, first <= 0x20 { text = Substring(text.utf8.dropFirst()) }
        return text
    }
}
