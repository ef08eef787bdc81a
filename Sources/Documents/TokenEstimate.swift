/// About how many tokens a text is for a model, before any model was asked.
///
/// Every byte that begins a code point has a weight after its script, and a text weighs what its bytes weigh together: so
/// the parts of a text weigh what the whole does, and more text never weighs less. Vocabularies differ by more than what a
/// closer look would gain. The weights lean to the dear side of what the vocabularies of the large open models need, of
/// 32,000 to 260,000 entries: four letters of English a token, two or three of Cyrillic or Greek, a little more than one
/// character of Chinese; figures and marks, of which most vocabularies have one a token, by themselves.
public enum TokenEstimate {
    /// About how many tokens a text is, rounded up; 0 for an empty one.
    public static func tokens(in text: some StringProtocol) -> Int {
        (weight(of: text) + unit - 1) / unit
    }

    /// The weight of a token.
    static let unit = 24

    /// What a text weighs, in parts of a token; see ``unit``.
    static func weight(of text: some StringProtocol) -> Int {
        text.utf8.withContiguousStorageIfAvailable(sum) ?? sum(text.utf8)
    }

    /// What bytes of UTF-8 weigh, in parts of a token.
    static func weight(of bytes: ArraySlice<UInt8>) -> Int { bytes.withUnsafeBufferPointer(sum) }

    /// What the bytes of UTF-8 at a place weigh, in parts of a token; quick for few of them.
    static func weight(of place: Range<Int>, in bytes: [UInt8]) -> Int {
        let weights = weights
        var sum = 0
        for offset in place { sum += Int(weights[Int(bytes[offset])]) }
        return sum
    }

    private static func sum(_ bytes: some Sequence<UInt8>) -> Int {
        let weights = weights
        var sum = 0
        for byte in bytes { sum += Int(weights[Int(byte)]) }
        return sum
    }

    /// The weight of each byte: the first of a code point tells its script well enough (The Unicode Standard, table 3-6).
    static let weights: [UInt8] = (UInt8.min...UInt8.max).map(weight)

    private static func weight(of byte: UInt8) -> UInt8 {
        switch byte {
        // A blank goes with the word behind it; many of them are not for nothing.
        case UInt8(ascii: " "): 1
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): 6
        case _ where byte.isLetter: 6
        case 0..<0x80: 24
        case 0x80..<0xC0: 0
        // Latin letters with marks; those of Vietnamese begin with E1.
        case 0xC0..<0xCC: 12
        // Combining marks, Greek, Cyrillic, Armenian.
        case 0xCC..<0xD6: 10
        // Hebrew, Arabic, and what is written like it.
        case 0xD6..<0xE0: 12
        // The scripts of India, Thai, Lao; Georgian, Khmer, Ethiopic.
        case 0xE0: 16
        case 0xE1: 18
        // Dashes, quotation marks, symbols.
        case 0xE2: 24
        // Kana, Chinese characters, Korean syllables; wide forms.
        case 0xE3..<0xF0: 20
        // Pictures, and scripts that few texts are in.
        default: 48
        }
    }
}
