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

    /// The size of each byte of UTF-8, where the size of a text is what its bytes have together; nil where it is not.
    var byteWeights: [UInt8]? {
        switch self {
        case .characters: nil
        case .tokens: TokenEstimate.weights
        }
    }

    /// How many characters of ASCII are no more than a size, whichever they are.
    func count(in size: Int) -> Int {
        switch self {
        case .characters: size
        case .tokens: size / TokenEstimate.unit
        }
    }

    /// The size of so many characters that stand at a place in bytes of UTF-8.
    func size(of count: Int, at place: Range<Int>, in bytes: [UInt8]) -> Int {
        switch self {
        case .characters: count
        case .tokens: TokenEstimate.weight(of: place, in: bytes)
        }
    }
}
