import Foundation

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
    /// The beginning of a line whose end has not come yet.
    private var line: [UInt8] = []
    /// The data of the event so far, where it is not one line within one read.
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
        try feed(bytes) { events.append(ServerSentEvent($0)) }
    }

    /// Ends the stream: a last line without an end, and a last event without a blank line, are taken as they are.
    public mutating func finish(into events: inout [ServerSentEvent]) throws(Oversized) {
        try finish { events.append(ServerSentEvent($0)) }
    }

    /// Takes the next bytes and hands on the events that they complete, without a copy of what one read holds whole.
    ///
    /// - Throws: ``Oversized``; the events before it have been handed on.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer, _ deliver: (EventBytes) -> Void
    ) throws(Oversized) {
        var fresh: Fresh?
        var start = 0
        if skipsLineFeed, !bytes.isEmpty {
            skipsLineFeed = false
            if bytes[0] == .lineFeed { start = 1 }
        }
        var ends = LineEnds(in: bytes)
        while let end = ends.next(from: start) {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            start = end + 1
            if bytes[end] == .carriageReturn {
                if start == bytes.count { skipsLineFeed = true } else if bytes[start] == .lineFeed { start += 1 }
            }
            if line.isEmpty {
                try take(line: rest, fresh: &fresh, deliver)
            } else {
                line.append(contentsOf: rest)
                try takeHeldLine(fresh: &fresh, deliver)
            }
        }
        keep(&fresh)
        if start < bytes.count {
            line.append(contentsOf: bytes[start...])
            if line.count > limit { throw Oversized(limit: limit) }
        }
    }

    /// As ``finish(into:)``, handing the events on.
    mutating func finish(_ deliver: (EventBytes) -> Void) throws(Oversized) {
        var fresh: Fresh?
        if !line.isEmpty { try takeHeldLine(fresh: &fresh, deliver) }
        dispatch(fresh: &fresh, deliver)
        skipsLineFeed = false
    }

    /// The data of an event that has only one line yet, where that line lies: nearly all events never have another.
    private typealias Fresh = UnsafeRawBufferPointer

    /// Copies data that the next read must still find.
    private mutating func keep(_ fresh: inout Fresh?) {
        if let bytes = fresh { data.append(contentsOf: bytes) }
        fresh = nil
    }

    private mutating func takeHeldLine(fresh: inout Fresh?, _ deliver: (EventBytes) -> Void) throws(Oversized) {
        var whole: [UInt8] = []
        swap(&whole, &line)
        var failure: Oversized?
        whole.withUnsafeBytes { bytes in
            do throws(Oversized) { try take(line: bytes, fresh: &fresh, deliver) } catch { failure = error }
            keep(&fresh)
        }
        // The buffer is kept for the next line that comes in pieces.
        whole.removeAll(keepingCapacity: true)
        line = whole
        if let failure { throw failure }
    }

    private mutating func take(
        line: UnsafeRawBufferPointer, fresh: inout Fresh?, _ deliver: (EventBytes) -> Void
    ) throws(Oversized) {
        // Also a line that came in one piece: the result must not depend on how the bytes were split.
        if line.count > limit { throw Oversized(limit: limit) }
        var line = line
        if atStart {
            atStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = UnsafeRawBufferPointer(rebasing: line.dropFirst(3)) }
        }
        guard let first = line.first else { return dispatch(fresh: &fresh, deliver) }
        if first == UInt8(ascii: ":") {
            comments += 1
            return
        }
        var name = line
        var value = UnsafeRawBufferPointer(rebasing: line[line.count...])
        if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            name = UnsafeRawBufferPointer(rebasing: line[..<colon])
            value = UnsafeRawBufferPointer(rebasing: line[(colon + 1)...])
            if value.first == UInt8(ascii: " ") { value = UnsafeRawBufferPointer(rebasing: value.dropFirst()) }
        }
        try take(field: name, value: value, fresh: &fresh)
    }

    private mutating func take(
        field: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, fresh: inout Fresh?
    ) throws(Oversized) {
        if field.elementsEqual("data".utf8) {
            if hasData {
                keep(&fresh)
                data.append(.lineFeed)
                data.append(contentsOf: value)
            } else {
                hasData = true
                fresh = value
            }
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

    private mutating func dispatch(fresh: inout Fresh?, _ deliver: (EventBytes) -> Void) {
        if hasData {
            if let bytes = fresh, data.isEmpty {
                deliver(EventBytes(type: type, id: id, data: bytes))
            } else {
                keep(&fresh)
                data.withUnsafeBytes { deliver(EventBytes(type: type, id: id, data: $0)) }
            }
        }
        fresh = nil
        data.removeAll(keepingCapacity: true)
        hasData = false
        type = nil
    }
}

/// A server-sent event where its bytes lie: valid only while it is handed on.
struct EventBytes {
    let type: String?
    let id: String?
    let data: UnsafeRawBufferPointer
}

extension ServerSentEvent {
    init(_ event: EventBytes) {
        self.init(type: event.type, data: String(decoding: event.data, as: UTF8.self), id: event.id)
    }
}

/// Finds where the lines of one read end; memchr(3) looks at 32 bytes at a time.
private struct LineEnds {
    private let bytes: UnsafeRawBufferPointer
    /// The next line feed, or the end: found once, however many carriage returns stand before it.
    private var feed = -1

    init(in bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next line feed or carriage return; `nil` where there is none.
    mutating func next(from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        if feed < start { feed = first(.lineFeed, in: start..<bytes.count) ?? bytes.count }
        if let end = first(.carriageReturn, in: start..<feed) { return end }
        return feed < bytes.count ? feed : nil
    }

    private func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
        guard let base = bytes.baseAddress, let found = memchr(base + range.lowerBound, CInt(byte), range.count) else {
            return nil
        }
        return UnsafeRawPointer(found) - base
    }
}

extension UInt8 {
    fileprivate static let lineFeed: UInt8 = 0x0A
    fileprivate static let carriageReturn: UInt8 = 0x0D
}
