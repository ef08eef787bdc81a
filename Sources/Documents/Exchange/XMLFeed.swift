import Foundation

/// The bytes of an XML file on their way to Foundation's parser, the first of them looked through by ``XMLProlog``.
///
/// It is a stream because the parser takes either a stream or all bytes at once, and a translation memory has gigabytes.
final class XMLFeed: InputStream {
    private let base: InputStream
    private var head: ArraySlice<UInt8> = []
    private var hasBegun = false
    /// Why nothing more comes, where that is not the end of the file.
    private(set) var failure: ExchangeError?

    init(_ base: InputStream) {
        self.base = base
        super.init(data: Data())
    }

    override func open() { base.open() }

    override func close() { base.close() }

    override var hasBytesAvailable: Bool { failure == nil }

    /// The parser asks for it where reading failed; that of Foundation on Linux traps where there is none.
    override var streamError: (any Error)? { failure }

    /// Whether a length that `read` has given is a failure: a file that is not there is a stream without bytes.
    private func isFailure(_ length: Int) -> Bool {
        length < 0 || length == 0 && base.streamStatus == .error
    }

    override func read(_ buffer: UnsafeMutablePointer<UInt8>, maxLength count: Int) -> Int {
        if !hasBegun {
            hasBegun = true
            begin()
        }
        if failure != nil { return -1 }
        guard head.isEmpty else {
            let part = head.prefix(count)
            _ = UnsafeMutableBufferPointer(start: buffer, count: count).update(fromContentsOf: part)
            head = head.dropFirst(part.count)
            return part.count
        }
        let length = base.read(buffer, maxLength: count)
        if isFailure(length) { failure = .unreadable }
        return failure == nil ? length : -1
    }

    /// Nothing more is wanted: the next read ends.
    func stop(_ reason: ExchangeError) { failure = failure ?? reason }

    private func begin() {
        var bytes = [UInt8](repeating: 0, count: XMLProlog.longest)
        var count = 0
        while count < bytes.count {
            let length = bytes.withUnsafeMutableBufferPointer { room in
                room.baseAddress.map { base.read($0 + count, maxLength: room.count - count) } ?? 0
            }
            if isFailure(length) { return failure = .unreadable }
            if length == 0 { break }
            count += length
        }
        head = bytes[..<count]
        do throws(ExchangeError) {
            try XMLProlog.check(Array(head), isAll: count < bytes.count)
        } catch {
            failure = error
        }
    }
}
