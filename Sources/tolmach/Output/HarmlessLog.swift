import Logging

/// A log whose values cannot act on a terminal, nor begin a line of their own: some are an endpoint's words, or names.
struct HarmlessLog: LogHandler {
    private var base: StreamLogHandler

    init(_ base: StreamLogHandler) { self.base = base }

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue.mapValues(Self.harmless) }
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue.map(Self.harmless) }
    }

    func log(event: LogEvent) {
        var event = event
        event.metadata = event.metadata?.mapValues(Self.harmless)
        base.log(event: event)
    }

    private static func harmless(_ value: Logger.MetadataValue) -> Logger.MetadataValue {
        switch value {
        case .string(let text): .string(Output.label(text))
        case .stringConvertible(let value): .string(Output.label(value.description))
        case .dictionary(let members): .dictionary(members.mapValues(harmless))
        case .array(let elements): .array(elements.map(harmless))
        }
    }
}
