/// The last bytes of a growing text, and for how many of them nothing new has come.
struct RecentBytes: Sendable, Equatable {
    /// The longest unit whose repetition is noticed, in bytes.
    ///
    /// Twice a segment of the default 2000 characters in a Latin script: one that is translated again and again.
    static let longestUnit = 4096
    private static let window = 4 * longestUnit
    /// A set's size in words of 64 bits.
    private static let generationSize = 64

    private var bytes: [UInt8] = []
    private var eight: UInt64 = 0
    private var oldRun = 0
    /// The eights that came lately, as two sets of 4096 hashes, the older of them full.
    ///
    /// Kept is one eight in eight, which its hash decides, so that the same one is always kept or never: that takes an
    /// eighth of the memory and of the look-ups, each of which misses the processor's caches where a thousand streams
    /// are open. Each set takes those of ``longestUnit`` bytes, so that what came within that many is always found. One
    /// new eight in four is taken for an old one at worst, which costs a look now and then. The second is made when the
    /// first is full, which that of most answers never is.
    private var seen = [UInt64](repeating: 0, count: generationSize)
    private var generation = 0
    private var generationFill = 0

    /// Takes a byte in, every digit as the same digit.
    ///
    /// - Returns: how many bytes in a row, up to this one, ended no eight that is known to be new.
    mutating func append(_ byte: UInt8) -> Int {
        let byte = (0x30...0x39).contains(byte) ? 0x30 : byte
        if bytes.count == 2 * Self.window { bytes.removeFirst(Self.window) }
        bytes.append(byte)
        eight = eight << 8 | UInt64(byte)
        // The multiplier of Fibonacci hashing (Knuth, volume 3, section 6.4).
        let hash = (eight &* 0x9E37_79B9_7F4A_7C15) >> 49
        oldRun += 1
        if hash & 7 == 0 {
            let (word, bit) = (Int(hash >> 9), UInt64(1) << (hash >> 3 & 63))
            let before = seen.count > Self.generationSize ? seen[word + Self.generationSize] : 0
            if (seen[word] | before) & bit == 0 { oldRun = 0 }
            seen[generation + word] |= bit
        }
        generationFill += 1
        if generationFill == Self.longestUnit {
            generation ^= Self.generationSize
            generationFill = 0
            if seen.count == Self.generationSize { seen += seen.map { _ in 0 } }
            for word in generation..<generation + Self.generationSize { seen[word] = 0 }
        }
        return oldRun
    }

    /// Whether the text may end with one unit at least three times: two of it, or 16 bytes where that is more, then stand
    /// once more, before the last.
    ///
    /// A tenth of the work of ``repetitions()``, and what mostly answers: words that came lately come in another order.
    private var mayRepeat: Bool {
        bytes.withUnsafeBytes { bytes in
            func eight(at place: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
            let length = min(bytes.count, Self.window, 2 * oldRun + 16)
            let last = bytes.count - 8
            // Near its beginning there is not so much to look at.
            guard bytes.count >= 24, length >= 24 else { return true }
            let (end, before) = (eight(at: last), eight(at: last - 8))
            // A unit of one byte to three makes less than eight bytes of two.
            for period in 1...3 {
                let other = eight(at: last - period) ^ end
                if other.littleEndian >> UInt64(64 - 16 * period) == 0 { return true }
            }
            for period in stride(from: 4, through: length / 3, by: 1) where eight(at: last - period) == end {
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
        let length = min(bytes.count, Self.window, 2 * oldRun + 16)
        let end = bytes.count - 1
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
