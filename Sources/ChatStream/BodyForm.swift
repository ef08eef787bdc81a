/// What the body of a successful answer is, told by its first bytes rather than by its label.
///
/// Gateways label event streams as JSON and JSON as event streams; the first byte cannot lie: a JSON object starts with
/// a brace, and no line of an event stream that means anything does.
enum BodyForm: Sendable, Hashable {
    case eventStream
    case json
    /// HTML, or whatever else it is.
    case foreign

    /// The most bytes that are needed to tell.
    static let sample = 200

    /// Tells the form; `nil` while more bytes are needed.
    ///
    /// - Parameter isLabelled: whether the content type is `text/event-stream`.
    init?(of bytes: [UInt8], isLabelled: Bool, isWhole: Bool) {
        // Never further than the sample, nor before a byte-order mark is whole: what it is must not depend on how the
        // network split it.
        var rest = bytes.prefix(Self.sample)
        if !isWhole, rest.count < Self.mark.count, Self.mark.starts(with: rest) { return nil }
        if rest.starts(with: Self.mark) { rest = rest.dropFirst(Self.mark.count) }
        rest = rest.drop { $0 <= 0x20 }
        guard let first = rest.first else {
            if isWhole || bytes.count >= Self.sample { self = .eventStream } else { return nil }
            return
        }
        if first == UInt8(ascii: "{") {
            self = .json
        } else if isLabelled || Self.fields.contains(where: { rest.starts(with: $0.utf8) }) {
            self = .eventStream
        } else if isWhole || bytes.count >= Self.sample {
            self = .foreign
        } else {
            return nil
        }
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let fields = [":", "data:", "event:", "id:", "retry:"]
}
