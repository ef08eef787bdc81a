/// The end of a text, as far as it may repeat itself, every digit as the same digit.
struct RecentBytes {
    /// The most bytes that are looked at.
    static let window = 4 * RecentEights.longestUnit

    private let bytes: [UInt8]

    /// - Parameters:
    ///   - text: All of it so far, or at least the last ``window`` bytes.
    ///   - oldRun: For how many of its last bytes nothing new has come.
    init(endOf text: Slice<UnsafeBufferPointer<UInt8>>, oldRun: Int) {
        let end = UnsafeBufferPointer(rebasing: text.suffix(min(Self.window, 2 * oldRun + 16)))
        // A map took a twentieth of what a chunk takes where all of the text is alike; this the compiler does by 16 bytes.
        bytes = [UInt8](unsafeUninitializedCapacity: end.count) { bytes, count in
            for index in end.indices { bytes[index] = end[index].withoutDigit }
            count = end.count
        }
    }

    /// Whether the text may end with one unit at least three times: two of it, or 16 bytes where that is more, then stand
    /// once more, before the last.
    ///
    /// A tenth of the work of ``repetitions()``, and what mostly answers: words that came lately come in another order.
    private var mayRepeat: Bool {
        bytes.withUnsafeBytes { bytes in
            func eight(at place: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
            let last = bytes.count - 8
            // Near its beginning there is not so much to look at.
            guard bytes.count >= 24 else { return true }
            let (end, before) = (eight(at: last), eight(at: last - 8))
            // A unit of one byte to three makes less than eight bytes of two.
            for period in 1...3 {
                let other = eight(at: last - period) ^ end
                if other.littleEndian >> UInt64(64 - 16 * period) == 0 { return true }
            }
            for period in stride(from: 4, through: bytes.count / 3, by: 1) where eight(at: last - period) == end {
                if period < 8 || eight(at: last - 8 - period) == before { return true }
            }
            return false
        }
    }

    /// Every unit that the text ends with at least three times, shortest first.
    ///
    /// Takes time linear in the number of old bytes: the failure function of Knuth, Morris and Pratt (1977) over the end
    /// of the text, backwards, gives the shortest period of each of its suffixes.
    func repetitions() -> [Repetition] {
        guard mayRepeat else { return [] }
        let length = bytes.count
        let end = length - 1
        var border = [Int32](repeating: 0, count: length + 1)
        var matched = 0
        var found: [Repetition] = []
        var (period, extent) = (1, 1)
        for position in 1..<max(1, length) {
            while matched > 0, bytes[end - position] != bytes[end - matched] { matched = Int(border[matched]) }
            if bytes[end - position] == bytes[end - matched] { matched += 1 }
            border[position + 1] = Int32(matched)
            let shortest = position + 1 - matched
            if shortest != period {
                if extent >= 3 * period { found.append(repetition(period: period, extent: extent)) }
                period = shortest
            }
            extent = position + 1
        }
        if extent >= 3 * period { found.append(repetition(period: period, extent: extent)) }
        return found
    }

    private func repetition(period: Int, extent: Int) -> Repetition {
        // Three bytes more than a unit: it may begin within a character.
        let unit = String(decoding: bytes.suffix(min(extent, period + 3)), as: UTF8.self)
        return Repetition(
            count: extent / period,
            length: bytes.suffix(extent).count { $0 & 0xC0 != 0x80 },
            hasLetter: unit.unicodeScalars.contains { $0.properties.isAlphabetic },
            hasDigit: unit.utf8.contains(0x30))
    }
}
