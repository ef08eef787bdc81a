/// Turns the data of server-sent events into chat events; tolerant of all that servers are known to send.
public struct ChatEventDecoder {
    private var hasStarted = false
    /// Around the content of the last chunk of text.
    private var frame: DeltaFrame?

    /// Creates a decoder for one answer.
    public init() {}

    /// Reads one event; an event may tell nothing, or several things.
    public mutating func decode(_ event: ServerSentEvent) -> [ChatEvent] {
        var told: [ChatEvent] = []
        var event = event
        let (type, id) = (event.type, event.id)
        event.data.withUTF8 { data in
            decode(EventBytes(type: type, id: id, data: UnsafeRawBufferPointer(data))) { told.append($0) }
        }
        return told
    }

    /// Reads one event where its bytes lie, and hands on what it tells.
    mutating func decode(_ event: EventBytes, _ tell: (ChatEvent) -> Void) {
        let data = event.data.assumingMemoryBound(to: UInt8.self)
        if hasStarted, event.type != "error" {
            if let text = frame?.content(of: data) {
                if !text.isEmpty { tell(.text(text)) }
                return
            }
            if let delta = TextDelta(data) {
                if let place = delta.place { frame = DeltaFrame(of: data, around: place) }
                if !delta.text.isEmpty { tell(.text(delta.text)) }
                return
            }
        }
        for told in decodeAnything(ServerSentEvent(event)) { tell(told) }
    }

    /// Reads one event without the fast path.
    mutating func decodeAnything(_ event: ServerSentEvent) -> [ChatEvent] {
        let data = event.data
        if event.type == "error" {
            let error = JSONValue(json: data).flatMap { EndpointError(json: $0, anyShape: true) }
            return [.failed(error ?? EndpointError(message: data))]
        }
        if data.first == "[", data.trimmed == "[DONE]" { return [.done] }
        if data.trimmed.isEmpty { return [] }
        return JSONValue(json: data).flatMap { decode(json: $0) } ?? [.undecodable(data.utf8.count)]
    }

    /// Reads one chunk, or one whole completion; `nil` when it is neither.
    mutating func decode(json: JSONValue) -> [ChatEvent]? {
        guard let chunk = ChatChunk(json) else {
            // What does not fit the shape may still be an error: `{"object":"error","choices":…}` with odd types.
            return EndpointError(json: json, anyShape: false).map { [.failed($0)] }
        }
        var events: [ChatEvent] = []
        if !hasStarted, chunk.hasChoices {
            hasStarted = true
            events.append(.started(model: chunk.model))
        }
        if let choice = chunk.choice { append(choice, to: &events) }
        if let failure = failure(chunk) {
            events.append(.failed(failure))
        } else if let reason = chunk.choice?.finishReason {
            events.append(.finished(FinishReason(rawValue: reason)))
        }
        if let counts = chunk.usage { events.append(.usage(counts)) }
        return events
    }

    private func append(_ choice: ChatChunk.Choice, to events: inout [ChatEvent]) {
        if choice.hasReasoning { events.append(.reasoning) }
        if !choice.text.isEmpty { events.append(.text(choice.text)) }
        if !choice.refusal.isEmpty {
            events.append(.refusal(choice.refusal.quotable(upTo: EndpointError.longestMessage)))
        }
    }

    private func failure(_ chunk: ChatChunk) -> EndpointError? {
        if let error = chunk.error ?? chunk.choice?.error { return error }
        guard chunk.choice?.finishReason == "error" else { return nil }
        return EndpointError(message: "the answer ended with the finish reason “error”")
    }
}

extension StringProtocol where SubSequence == Substring {
    /// Without ASCII white space at either end.
    var trimmed: Substring {
        var text = self[...]
        while let last = text.utf8.last, last <= 0x20 { text = Substring(text.utf8.dropLast()) }
        while let first = text.utf8.first, first <= 0x20 { text = Substring(text.utf8.dropFirst()) }
        return text
    }
}
