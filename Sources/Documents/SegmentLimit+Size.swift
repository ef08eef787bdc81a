extension ReadingOptions.SegmentLimit {
    /// The most that a segment may have, in what sizes are counted in: characters, or parts of a token.
    var most: Int {
        switch self {
        case .characters(let count): max(1, count)
        // No document is near to that many; a larger number would not be countable in parts.
        case .tokens(let count): min(max(1, count), 1 << 40) * TokenEstimate.unit
        }
    }

    /// The size of what stands between two places of a document.
    func size(of range: Range<Int>, in text: DocumentText) -> Int {
        switch self {
        case .characters: text.characterCount(in: range)
        case .tokens: TokenEstimate.weight(of: text.bytes[range])
        }
    }

    /// The size of a text.
    func size(of text: some StringProtocol) -> Int {
        switch self {
        case .characters: text.count
        case .tokens: TokenEstimate.weight(of: text)
        }
    }

    /// The size of one character.
    func size(ofCharacter character: Substring) -> Int {
        switch self {
        case .characters: 1
        case .tokens: TokenEstimate.weight(of: character)
        }
    }
}
