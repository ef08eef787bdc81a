/// For how many of a growing text's last bytes nothing new has come.
struct RecentEights: Sendable, Equatable {
    /// The longest unit whose repetition is noticed, in bytes.
    ///
    /// Twice a segment of the default 2000 characters in a Latin script: one that is translated again and again.
    static let longestUnit = 4096
    /// A set's size in words of 64 bits.
    private static let generationSize = 64

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
        eight = eight << 8 | UInt64(byte.withoutDigit)
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
}

extension UInt8 {
    /// Every digit as the same digit.
    var withoutDigit: UInt8 { self &- 0x30 < 10 ? 0x30 : self }
}
