/// Notices that a growing text says the same again and again, as small models do when they are lost.
///
/// A text loops when it comes to end with one unit repeated at least 4 times over at least 200 characters; what the unit
/// is, from a character to 4096 bytes, makes no difference. ``Repetition/Limit`` says where more is asked for: rules and
/// leaders, counters, and sources that are as repetitive themselves.
///
/// New text is not searched. The bytes are taken in by eights, and while there is one among those that are kept in mind
/// that has not come in the last 4096 bytes, nothing repeats. Only a run of old ones is looked at, each time that it has grown by a tenth:
/// linear time altogether, and a kilobyte however long the text gets: that itself is kept by its owner.
///
/// The text is taken byte by byte: how it was cut into chunks makes no difference. Once looping, it stays so.
public struct LoopDetector: Sendable, Equatable {
    /// Whether the text has come to say the same again and again.
    public private(set) var isLooping = false

    private let limit: Repetition.Limit
    private var recent = RecentEights()
    private var nextLook = Self.firstLook

    /// So many of a text's last bytes are looked at, at most.
    public static let reach = RecentBytes.window

    /// How many old bytes in a row are worth the first look.
    ///
    /// Of the shortest loop, 4 times 50 bytes, 142 are old: all but the first time and the seven at the border.
    private static let firstLook = 140

    /// Creates a detector for the translation of a source.
    ///
    /// Takes time linear in the source's length.
    public init(source: String) {
        limit = Repetition.Limit(source: source)
    }

    /// Creates one that has taken in a text.
    init(source: String, text: String) {
        self.init(source: source)
        append(text, endOf: text)
    }

    /// Takes in the next piece of the text.
    ///
    /// Amortised some nanoseconds a byte.
    ///
    /// - Parameter text: All that came so far, with the piece at its end; or as much of that as has ``reach`` bytes before
    ///   the piece.
    public mutating func append(_ chunk: String, endOf text: String) {
        let before = text.utf8.count - chunk.utf8.count
        precondition(before >= 0, "the text ends with the piece")
        var chunk = chunk
        chunk.withUTF8 { append(bytes: $0, endOf: text, behind: before) }
    }

    private mutating func append(bytes: UnsafeBufferPointer<UInt8>, endOf text: String, behind before: Int) {
        guard !isLooping else { return }
        for index in bytes.indices {
            let run = recent.append(bytes[index])
            if run < nextLook {
                if run == 0 { nextLook = Self.firstLook }
                continue
            }
            nextLook = run + max(16, run / 10)
            isLooping = isExceeded(by: text, upTo: before + index + 1, oldRun: run)
            if isLooping { return }
        }
    }

    @inline(never) private func isExceeded(by text: String, upTo end: Int, oldRun: Int) -> Bool {
        var text = text
        return text.withUTF8 {
            RecentBytes(endOf: $0[..<end], oldRun: oldRun).repetitions().contains(where: limit.isExceeded(by:))
        }
    }
}
