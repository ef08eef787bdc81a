/// Takes the chunked transfer coding of HTTP/1.1 off a body (RFC 9112, section 7.1), as far as it consists of plain chunks.
///
/// It stops at the border before anything else: the last chunk, an extension, a size that is none. A general parser that
/// has seen nothing since the head is then where this one was, and takes over. Each read of the network is gone through
/// once, where a parser of all of HTTP hands on every chunk by itself (see `Tests/Benchmark`, section `bulk`).
struct ChunkedFraming {
    /// What comes next.
    private enum State {
        /// Digits of a size; so many of them were read, and that is their value so far.
        case size(Int, digits: Int)
        case sizeLineFeed(Int)
        case data(left: Int)
        case dataCarriageReturn
        case dataLineFeed
    }

    /// What was found.
    enum Finding: Equatable {
        /// Chunks, up to the end of the bytes.
        case chunks
        /// The bytes from here on are for a general parser, after ``held``.
        case other(from: Int)
        /// A chunk does not end where its size says. Nothing that follows can be believed.
        case broken
    }

    /// The longest size that is read, in digits: chunks of 256 MiB.
    private static let mostDigits = 7

    private var state = State.size(0, digits: 0)
    /// The beginning of a line of which it is not known yet what it is.
    private(set) var held: [UInt8] = []

    /// Goes through the next bytes.
    ///
    /// - Parameter take: Is given where data lies; in order, never empty.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, _ take: (Range<Int>) -> Void) -> Finding {
        var index = 0
        // Where the present line began; 0 also where it began in an earlier read, and then the rest of it is held.
        var line = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch state {
            case .size(let size, let digits):
                if let digit = byte.hexadecimal, digits < Self.mostDigits {
                    state = .size(size << 4 | digit, digits: digits + 1)
                } else if byte == 0x0D, size > 0 {
                    state = .sizeLineFeed(size)
                } else {
                    return .other(from: line)
                }
            case .sizeLineFeed(let size):
                guard byte == 0x0A else { return .other(from: line) }
                state = .data(left: size)
                if !held.isEmpty { held = [] }
            case .data(let left):
                let end = min(bytes.count, index + left)
                take(index..<end)
                state = end - index == left ? .dataCarriageReturn : .data(left: left - (end - index))
                index = end
                continue
            case .dataCarriageReturn:
                guard byte == 0x0D else { return .broken }
                state = .dataLineFeed
            case .dataLineFeed:
                guard byte == 0x0A else { return .broken }
                state = .size(0, digits: 0)
                line = index + 1
            }
            index += 1
        }
        switch state {
        case .size, .sizeLineFeed: held.append(contentsOf: bytes[line...])
        case .data, .dataCarriageReturn, .dataLineFeed: break
        }
        return .chunks
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    fileprivate var hexadecimal: Int? {
        switch self {
        case 0x30...0x39: Int(self) - 0x30
        case 0x41...0x46: Int(self) - 0x41 + 10
        case 0x61...0x66: Int(self) - 0x61 + 10
        default: nil
        }
    }
}
