/// Turns the bytes of a `text/event-stream` into events, however the bytes were split.
///
/// Follows the WHATWG HTML standard, “9.2 Server-sent events”: one byte-order mark, lines ended by CR, LF or CRLF, comments,
/// several `data` lines. It differs in one point: ``finish()`` delivers a last event that no blank line ended, because
/// servers leave that out. Bytes are looked at once, and UTF-8 is decoded only on whole lines, so that a scalar split over
/// two reads stays whole; invalid UTF-8 becomes U+FFFD, as the standard's decoder has it.
public struct ServerSentEventDecoder: Sendable {
    /// Thrown when a line or an event grows past the limit.
    public struct Oversized: Error, Sendable, Hashable {
        /// The limit, in bytes.
        public let limit: Int
    }

    /// Comment lines seen so far: proof that the server lives.
    public private(set) var comments = 0
    /// The last `retry` field, the server's wish for a delay before a reconnection, in milliseconds.
    public private(set) var retry: Int?

    private let limit: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var type: String?
    private var id: String?
    private var skipsLineFeed = false
    private var atStart = true

    /// Creates a decoder.
    ///
    /// - Parameter limit: the most bytes that a line, or the data of an event, may have; default 1 MiB. Real events have a few
    ///   hundred bytes, one with an answer's whole reasoning in it some hundred thousand.
    public init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes and appends the events that they complete.
    ///
    /// - Throws: ``Oversized``; the events before it have been appended.
    public mutating func feed(_ bytes: some Sequence<UInt8>, into events: inout [ServerSentEvent]) throws(Oversized) {
        var failure: Oversized?
        let contiguous: Void? = bytes.withContiguousStorageIfAvailable { storage in
            do throws(Oversized) { try feed(UnsafeRawBufferPointer(storage), into: &events) } catch { failure = error }
        }
        if contiguous == nil { try feed(Array(bytes), into: &events) }
        if let failure { throw failure }
    }

    /// Takes the next bytes and appends the events that they complete.
    ///
    /// - Throws: ``Oversized``; the events before it have been appended.
    public mutating func feed(
        _ bytes: UnsafeRawBufferPointer, into events: inout [ServerSentEvent]
    ) throws(Oversized) {
        var start = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if skipsLineFeed {
                skipsLineFeed = false
                if byte == .lineFeed {
                    start = index + 1
                    continue
                }
            }
            guard byte == .lineFeed || byte == .carriageReturn else { continue }
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start..<index])
            start = index + 1
            skipsLineFeed = byte == .carriageReturn
            if line.isEmpty {
                try take(line: rest, into: &events)
            } else {
                line.append(contentsOf: rest)
                try takeHeldLine(into: &events)
            }
        }
        if start < bytes.count {
            line.append(contentsOf: bytes[start...])
            if line.count > limit { throw Oversized(limit: limit) }
        }
    }

    /// Ends the stream: a last line without an end, and a last event without a blank line, are taken as they are.
    public mutating func finish(into events: inout [ServerSentEvent]) throws(Oversized) {
        if !line.isEmpty { try takeHeldLine(into: &events) }
        dispatch(into: &events)
        skipsLineFeed = false
    }

    private mutating func takeHeldLine(into events: inout [ServerSentEvent]) throws(Oversized) {
        var whole: [UInt8] = []
        swap(&whole, &line)
        var failure: Oversized?
        whole.withUnsafeBytes { bytes in
            do throws(Oversized) { try take(line: bytes, into: &events) } catch { failure = error }
        }
        // The buffer is kept for the next line that comes in pieces.
        whole.removeAll(keepingCapacity: true)
        line = whole
        if let failure { throw failure }
    }

    private mutating func take(
        line: UnsafeRawBufferPointer, into events: inout [ServerSentEvent]
    ) throws(Oversized) {
        // Also a line that came in one piece: the result must not depend on how the bytes were split.
        if line.count > limit { throw Oversized(limit: limit) }
        var line = line[...]
        if atStart {
            atStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        }
        guard let first = line.first else { return dispatch(into: &events) }
        if first == UInt8(ascii: ":") {
            comments += 1
            return
        }
        var name = line
        var value = line[line.endIndex...]
        if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            name = line[..<colon]
            value = line[(colon + 1)...]
            if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        }
        try take(field: name, value: value)
    }

    private mutating func take(
        field: Slice<UnsafeRawBufferPointer>, value: Slice<UnsafeRawBufferPointer>
    ) throws(Oversized) {
        if field.elementsEqual("data".utf8) {
            if hasData { data.append(.lineFeed) }
            hasData = true
            data.append(contentsOf: value)
            if data.count > limit { throw Oversized(limit: limit) }
        } else if field.elementsEqual("event".utf8) {
            type = value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
        } else if field.elementsEqual("id".utf8) {
            if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
        } else if field.elementsEqual("retry".utf8) {
            if let milliseconds = Int(String(decoding: value, as: UTF8.self)), milliseconds >= 0 {
                retry = milliseconds
            }
        }
    }

    private mutating func dispatch(into events: inout [ServerSentEvent]) {
        defer {
            data.removeAll(keepingCapacity: true)
            hasData = false
            type = nil
        }
        guard hasData else { return }
        events.append(ServerSentEvent(type: type, data: String(decoding: data, as: UTF8.self), id: id))
    }
}

extension UInt8 {
    fileprivate static let lineFeed: UInt8 = 0x0A
    fileprivate static let carriageReturn: UInt8 = 0x0D
}
