import Support

extension SeededGenerator {
    /// A generator that shares nothing with those of other purposes of the same run.
    init(seed: UInt64, purpose: UInt64) {
        var mixer = SeededGenerator(seed: seed &* 31 &+ purpose)
        self.init(seed: mixer.next())
    }

    /// Whether something comes to pass that does so once in `n` times.
    mutating func isOne(in n: Int) -> Bool { Int.random(in: 0..<n, using: &self) == 0 }

    /// A time up to so many milliseconds, to the microsecond.
    mutating func duration(upTo milliseconds: Int) -> Duration {
        .microseconds(Int.random(in: 0...(milliseconds * 1000), using: &self))
    }

    /// One of the values, each as likely as its weight says.
    mutating func pick<Value>(_ weighted: [(value: Value, weight: Int)]) -> Value? {
        let sum = weighted.reduce(0) { $0 + $1.weight }
        guard sum > 0 else { return nil }
        var place = Int.random(in: 0..<sum, using: &self)
        for (value, weight) in weighted {
            if place < weight { return value }
            place -= weight
        }
        return nil
    }
}
