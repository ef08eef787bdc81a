import Support

/// When a daemon is interrupted: drawn by chance, from a seed that never changes.
enum Moment: Sendable, CustomStringConvertible {
    /// When so many characters of all translations are on disk.
    case characters(Int)
    /// So long after the start.
    case time(Duration)

    /// Twenty moments of a run that writes so many characters and takes about so long; half of either kind.
    ///
    /// Those counted in characters leave the last tenth out, so that they fall into a stream for certain.
    static func twenty(seed: UInt64, characters: Int, duration: Duration) -> [Moment] {
        var generator = SeededGenerator(seed: seed)
        let milliseconds = Int(duration / .milliseconds(1))
        return (0..<20).map { number in
            number % 2 == 0
                ? .characters(Int.random(in: 1..<(characters * 9 / 10), using: &generator))
                : .time(.milliseconds(Int.random(in: 0..<milliseconds, using: &generator)))
        }
    }

    /// Whether a stream is certainly open then.
    var isInStream: Bool { if case .characters = self { true } else { false } }

    var description: String {
        switch self {
        case .characters(let count): "after \(count) characters"
        case .time(let time): "after \(Int(time / .milliseconds(1))) ms"
        }
    }
}
