/// One successful answer as its bytes come in: what they tell, and whether it is over.
///
/// Pure: it knows neither the network nor the time.
struct Reply {
    /// How it went.
    enum Verdict: Sendable, Hashable {
        /// There is a finish reason, and nothing more to wait for.
        case complete
        /// Indirect, since room for an error would be held by each answer that comes in.
        indirect case failed(ChatError)
    }

    /// So many undecodable events in a row are no accident.
    static let patienceWithNonsense = 20
    /// The longest answer that is read where it is no stream, in bytes.
    ///
    /// As values it takes up to thirty times that; a segment's translation is a few kilobytes.
    static let longestDocument = 1 << 20

    /// The longest refusal that is listened to, in bytes.
    static let longestRefusal = 64 << 10

    private let endpoint: ChatEndpoint
    private let isLabelled: Bool
    private var form: BodyForm?
    private var collected: [UInt8] = []
    private var lines = ServerSentEventDecoder()
    private var decoder = ChatEventDecoder()
    private var nonsense = 0
    private var refused = 0
    /// Whether a finish reason was seen.
    private(set) var isFinished = false
    /// Whether the terminator was seen.
    private(set) var isTerminated = false
    /// Set when nothing more is to be read.
    private(set) var verdict: Verdict?

    /// - Parameter contentType: the answer's label, if it has one.
    init(endpoint: ChatEndpoint, contentType: String?) {
        self.endpoint = endpoint
        isLabelled = contentType?.lowercased().hasPrefix("text/event-stream") == true
    }

    /// Takes the next bytes; what they tell is appended, and still counts when they also bring the end.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, into events: inout [ChatEvent]) {
        guard verdict == nil else { return }
        if form == .eventStream {
            read(into: &events) { lines, take throws(ServerSentEventDecoder.Oversized) in
                try lines.feed(bytes, take)
            }
            return
        }
        collected.append(contentsOf: bytes)
        if form == nil { tellForm(isWhole: false, into: &events) }
        if form == .json, collected.count > Self.longestDocument {
            fail(.malformed, "the answer is no stream and longer than \(Self.longestDocument) bytes")
        }
    }

    /// Takes the end of the body; afterwards there is a verdict.
    mutating func end(_ end: Inbox.End, into events: inout [ChatEvent]) {
        guard verdict == nil else { return }
        if case .expired(let limit) = end {
            settle(ChatError(expired: limit, endpoint: endpoint))
            return
        }
        if form == nil { tellForm(isWhole: true, into: &events) }
        if form == .json, verdict == nil { readDocument(into: &events) }
        if form == .eventStream, verdict == nil {
            var last: [ChatEvent] = []
            read(into: &last) { lines, take throws(ServerSentEventDecoder.Oversized) in
                try lines.finish(take)
            }
            // A torn last event is the end's doing, and the end is told anyway.
            events += last.filter { if case .undecodable = $0 { false } else { true } }
        }
        guard verdict == nil else { return }
        switch end {
        case .lost(let error): settle(ChatError(transport: error, endpoint: endpoint, hasHead: true))
        default: settle(error(.endedWithoutFinish, "the answer ended without a finish reason"))
        }
    }

    private mutating func tellForm(isWhole: Bool, into events: inout [ChatEvent]) {
        form = BodyForm(of: collected, isLabelled: isLabelled, isWhole: isWhole)
        switch form {
        case .eventStream:
            let bytes = collected
            collected = []
            bytes.withUnsafeBytes { receive($0, into: &events) }
        case .foreign:
            let quotation = String(decoding: collected.prefix(BodyForm.sample), as: UTF8.self)
            fail(
                .notAnEventStream,
                "the answer is no event stream; it begins: " + quotation.quotable(upTo: BodyForm.sample)
            )
        case .json, nil: break
        }
    }

    private mutating func read(
        into events: inout [ChatEvent],
        _ step: (inout ServerSentEventDecoder, (EventBytes) -> Void) throws(ServerSentEventDecoder.Oversized) -> Void
    ) {
        // Out of here while it hands on events, which change the rest.
        var lines = ServerSentEventDecoder()
        swap(&lines, &self.lines)
        var decoder = decoder
        var oversized: ServerSentEventDecoder.Oversized?
        do throws(ServerSentEventDecoder.Oversized) {
            try step(&lines) { event in
                guard verdict == nil else { return }
                decoder.decode(event) { told in
                    if verdict == nil { take(told, into: &events) }
                }
            }
        } catch {
            oversized = error
        }
        self.decoder = decoder
        swap(&lines, &self.lines)
        if let oversized { fail(.malformed, "one event of the stream is longer than \(oversized.limit) bytes") }
    }

    private mutating func readDocument(into events: inout [ChatEvent]) {
        guard let told = JSONValue(json: collected).flatMap({ decoder.decode(json: $0) }), !told.isEmpty else {
            let quotation = String(decoding: collected.prefix(BodyForm.sample), as: UTF8.self)
            return fail(
                .notAnEventStream,
                "the answer is JSON, but no chat completion; it begins: " + quotation.quotable(upTo: BodyForm.sample)
            )
        }
        for event in told where verdict == nil { take(event, into: &events) }
        if isFinished, verdict == nil { verdict = .complete }
    }

    private mutating func take(_ event: ChatEvent, into events: inout [ChatEvent]) {
        if case .failed = event, isFinished {
            verdict = .complete
            return
        }
        events.append(event)
        if case .undecodable = event { nonsense += 1 } else { nonsense = 0 }
        switch event {
        case .finished: isFinished = true
        case .failed(let cause): verdict = .failed(ChatError(inStream: cause, endpoint: endpoint))
        case .done:
            isTerminated = true
            settle(error(.endedWithoutFinish, "the answer ended with [DONE], but without a finish reason"))
        case .undecodable where nonsense >= Self.patienceWithNonsense:
            fail(.malformed, "\(nonsense) events in a row could not be decoded")
        case .refusal(let words):
            refused += words.utf8.count
            if refused > Self.longestRefusal {
                fail(.malformed, "the model's refusal is longer than \(Self.longestRefusal) bytes")
            }
        case .started, .text, .reasoning, .usage, .undecodable: break
        }
    }

    private mutating func fail(_ kind: ChatError.Kind, _ message: String) {
        settle(error(kind, message))
    }

    /// After a finish reason nothing can spoil the answer any more.
    private mutating func settle(_ error: ChatError) {
        verdict = isFinished ? .complete : .failed(error)
    }

    private func error(_ kind: ChatError.Kind, _ message: String) -> ChatError {
        ChatError(kind: kind, endpoint: endpoint.name, httpStatus: 200, message: endpoint.redacted(message))
    }
}

extension ChatError {
    /// An error that the endpoint reported inside the stream.
    init(inStream cause: EndpointError, endpoint: ChatEndpoint) {
        self.init(
            kind: Kind(inStream: cause),
            endpoint: endpoint.name,
            httpStatus: 200,
            message: endpoint.redacted(cause.message),
            cause: cause.redacted(by: endpoint)
        )
    }
}
