/// A key that an endpoint is paid with; it never prints.
///
/// White space around it is dropped: keys come out of files that end in a newline.
public struct APIKey: Sendable, Hashable {
    /// The key itself; for the `Authorization` header and for nothing else.
    let secret: String

    /// Creates a key; `nil` when there is nothing in the text but white space.
    public init?(_ secret: String) {
        var text = Substring(secret)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        guard !text.isEmpty else { return nil }
        self.secret = String(text)
    }

    /// Whether it can stand in a header: visible characters only.
    var isOneWord: Bool { secret.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F } }

    /// The text with every occurrence of the key replaced: some servers quote the key that they refuse.
    ///
    /// Of a text that was cut, what is left of the key at its end is replaced too.
    func redacted(from text: String) -> String {
        let text = text.replacing(secret, with: description)
        guard text.hasSuffix("…") else { return text }
        let words = text.dropLast()
        let longest = min(words.count, secret.count - 1)
        guard longest >= Self.telling,
            let count = (Self.telling...longest).reversed().first(where: { words.hasSuffix(secret.prefix($0)) })
        else { return text }
        return words.dropLast(count) + description + "…"
    }

    /// So many letters of a key are more than every key of its kind begins with (`sk-`), and tell something of it.
    private static let telling = 4
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<REDACTED>`.
    public var description: String { "<REDACTED>" }
    /// Always `<REDACTED>`.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` tells nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
