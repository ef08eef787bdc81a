/// A text as terms are compared with it: its words and marks in order, without the space between them.
///
/// What a line break, an accent spelt in another way or a curly apostrophe would hide is found, too (see
/// ``TermSpelling``). In scripts without spaces, and in Korean, whose particles follow a word without one, each
/// character is a token.
struct TermTokens {
    /// The text in the spelling that is compared.
    let scalars: [Unicode.Scalar]
    /// The places of the tokens, in order.
    private(set) var ranges: [Range<Int>] = []

    /// Takes a text apart, in linear time.
    init(_ text: String) {
        scalars = TermSpelling.folded(text)
        var place = 0
        while place < scalars.count {
            let start = place
            let first = scalars[start]
            place += 1
            if first.isWhite { continue }
            let isAlone = first.isHangul || first.isWrittenWithoutSpaces || !first.continuesWord
            while place < scalars.count {
                let next = scalars[place]
                guard next.isGraphemeTail || !isAlone && next.continuesWord && !next.isHangul else { break }
                place += 1
            }
            ranges.append(start..<place)
        }
    }

    /// The tokens.
    var all: [ArraySlice<Unicode.Scalar>] { ranges.map { scalars[$0] } }

    /// Whether a term may begin at a token: in Korean only a word's first syllable begins one.
    func beginsWord(at token: Int) -> Bool {
        let start = ranges[token].lowerBound
        guard scalars[start].isHangul, token > 0, ranges[token - 1].upperBound == start else { return true }
        return !scalars[ranges[token - 1].lowerBound].isHangul
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is a syllable or a letter of Korean.
    var isHangul: Bool {
        switch value {
        case 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF: true
        default: false
        }
    }
}
