/// One event of a `text/event-stream`.
public struct ServerSentEvent: Sendable, Hashable {
    /// The `event` field; `nil` when there was none, which means `message`.
    public var type: String?
    /// The `data` lines, joined by newlines.
    public var data: String
    /// The last `id` seen up to this event.
    public var id: String?

    /// Creates an event.
    public init(type: String? = nil, data: String, id: String? = nil) {
        self.type = type
        self.data = data
        self.id = id
    }
}
