/// Notices that a growing text says the same again and again, as small models do when they are lost.
///
/// A text loops when it comes to end with one unit repeated at least 4 times over at least 200 characters; what the unit
/// is, from a character to 4096 bytes, makes no difference. ``Repetition/Limit`` says where more is asked for: rules and
/// leaders, counters, and sources that are as repetitive themselves.
///
/// New text is not searched. The bytes are taken in by eights, and while there is one among those that are kept in mind
/// that has not come in the last 4096 bytes, nothing repeats. Only a run of old ones is looked at, each time that it has grown by a tenth:
/// linear time altogether, and 34 kB at most however long the text gets.
///
/// The text is taken byte by byte: how it was cut into chunks makes no difference. Once looping, it stays so.
public struct LoopDetector: Sendable, Equatable {
    /// Whether the text has come to say the same again and again.
    public private(set) var isLooping = false

    private let limit: Repetition.Limit
    private var recent = RecentBytes()
    private var nextLook = Self.firstLook

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
        append(text)
    }

    /// Takes in the next piece of the text.
    ///
    /// Amortised some nanoseconds a byte.
    public mutating func append(_ chunk: some StringProtocol) {
        let isDone: Void? = chunk.utf8.withContiguousStorageIfAvailable { append(bytes: $0) }
        if isDone == nil { append(bytes: chunk.utf8) }
    }

    private mutating func append(bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if isLooping { return }
            append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) {
        let run = recent.append(byte)
        if run < nextLook {
            if run == 0 { nextLook = Self.firstLook }
            return
        }
        nextLook = run + max(16, run / 10)
        if recent.repetitions().contains(where: limit.isExceeded(by:)) { isLooping = true }
    }
}
