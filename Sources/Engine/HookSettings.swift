public import Hooks
public import Translation

/// Who is told of the ends of jobs.
public struct HookSettings: Sendable {
    /// Which ends are told.
    public var events: Set<Delivery.Event>
    /// The program that is told; nil where none is.
    public var command: CommandHook?
    /// The address that is told; nil where none is.
    public var webhook: Webhook?
    /// A job as they are shown it, a JSON object; nil where there is no such job any more.
    public var describe: @Sendable (Job.ID) async throws -> [UInt8]?

    /// Creates settings.
    public init(
        events: Set<Delivery.Event> = [.completed, .failed], command: CommandHook? = nil, webhook: Webhook? = nil,
        describe: @escaping @Sendable (Job.ID) async throws -> [UInt8]?
    ) {
        self.events = events
        self.command = command
        self.webhook = webhook
        self.describe = describe
    }

    /// How somebody is told.
    var channels: Set<Delivery.Channel> {
        var channels: Set<Delivery.Channel> = []
        if command != nil { channels.insert(.command) }
        if webhook != nil { channels.insert(.webhook) }
        return channels
    }
}
