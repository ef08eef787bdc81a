/// A text of which is known what must not be cut in it.
struct CuttableText {
    let string: String
    /// The same in UTF-8.
    let bytes: [UInt8]
    /// Whether a border between lines is to be taken wherever one is, as in a table.
    let keepsLines: Bool
    /// What no border is within, in bytes, in order.
    let spans: [Range<Int>]
    /// Within what a border is worse than any other, in bytes, in order.
    let pairs: [Range<Int>]
    /// Where sentences begin, in bytes, in order; nil where that is not known.
    let sentences: [Int]?

    /// Looks at a text.
    init(_ string: String, keepsLines: Bool, protected: ProtectedSpans, sentences: SentenceBreaker) {
        self.string = string
        bytes = Array(string.utf8)
        self.keepsLines = keepsLines
        spans = protected.ranges(in: bytes)
        pairs = InlinePairs.ranges(in: bytes, spans: spans)
        self.sentences = sentences.sentences(in: bytes[...], joinsLines: !keepsLines)
    }

    /// Whether a place, in bytes, is in what no border is within.
    func isProtected(at offset: Int) -> Bool {
        let next = spans.firstPlace { $0.upperBound > offset }
        return next < spans.count && spans[next].lowerBound <= offset
    }
}

/// Goes through a text character by character, and tells where it may be cut, and how well.
struct BorderWalk {
    private let text: CuttableText
    private var characters: CharacterWalk
    private var scanner: BorderScanner
    /// The first span, the first pair, and the first sentence, that is not behind.
    private var span: Int
    private var pair: Int
    private var sentence: Int
    /// Whether a sentence has ended, with nothing but closing marks and white space since.
    private var hasEnded = false

    /// - Parameter offset: Where a character begins, in bytes.
    init(_ text: CuttableText, from offset: Int) {
        self.text = text
        characters = CharacterWalk(text.string, bytes: text.bytes, from: offset)
        scanner = BorderScanner(keepsLines: text.keepsLines)
        span = text.spans.firstPlace { $0.upperBound > offset }
        pair = text.pairs.firstPlace { $0.upperBound > offset }
        sentence = text.sentences?.firstPlace { $0 > offset } ?? 0
    }

    /// Where the next character begins, in bytes.
    var offset: Int { characters.offset }

    /// Whether nothing comes any more.
    var isAtEnd: Bool { characters.isAtEnd }

    /// Whether the next character and the one before it belong to one protected span.
    var isInside: Bool { span < text.spans.count && text.spans[span].lowerBound < offset }

    /// Whether the next character and the one before it belong to one pair.
    var isPaired: Bool {
        let next = text.pairs.firstPlace { $0.upperBound > offset }
        return next < text.pairs.count && text.pairs[next].lowerBound < offset
    }

    /// Whether the next character is protected.
    var isProtected: Bool { span < text.spans.count && text.spans[span].lowerBound <= offset }

    /// Goes past a character, or past several at once within a word of ASCII, where there is no border but before the first.
    ///
    /// - Parameter most: So many characters at most; it is always one.
    /// - Returns: Its bytes; how many characters they are; the rank of the border before it, if there is one.
    mutating func next(upTo most: Int = 1) -> (place: Range<Int>, count: Int, rank: BorderRank?) {
        let (start, isInside) = (offset, isInside)
        var count = 1
        let kind = characters.next()
        let rank = lowered(rank(scanner.border(before: kind), at: start), at: start)
        while span < text.spans.count, text.spans[span].upperBound <= offset { span += 1 }
        if kind.isWithinWord {
            hasEnded = false
            if !isInside, most > 1 { count += characters.skipWord(to: min(wordLimit, start + most)) }
        }
        return (start..<offset, count, isInside ? nil : rank)
    }

    /// A rank as it counts where the place is within a pair.
    private mutating func lowered(_ rank: BorderRank?, at place: Int) -> BorderRank? {
        guard let rank, rank < .item, pair < text.pairs.count, !text.keepsLines else { return rank }
        while pair < text.pairs.count, text.pairs[pair].upperBound <= place { pair += 1 }
        guard pair < text.pairs.count, text.pairs[pair].lowerBound < place else { return rank }
        return rank < .sentence ? .innerWord : .innerSentence
    }

    /// Where at the latest a word is to be looked at anew: a span or a sentence begins there.
    private var wordLimit: Int {
        let nextSpan = span < text.spans.count ? text.spans[span].lowerBound : .max
        guard let sentences = text.sentences, sentence < sentences.count else { return nextSpan }
        return min(nextSpan, sentences[sentence])
    }

    /// What the rules of the language make of a rank that goes by the marks alone.
    private mutating func rank(_ rank: BorderRank?, at place: Int) -> BorderRank? {
        guard let sentences = text.sentences else { return rank }
        while sentence < sentences.count, sentences[sentence] <= place {
            hasEnded = true
            sentence += 1
        }
        return switch rank {
        case nil, .innerWord, .innerSentence, .item, .paragraph, .section: rank
        case .line where text.keepsLines: rank
        case .line: hasEnded ? .line : .wrap
        case .word, .clause, .wrap: hasEnded ? .sentence : rank
        case .sentence: hasEnded ? .sentence : .word
        }
    }
}

extension Array {
    /// The first place from which on a condition holds, where it holds of all behind; the number of elements where of none.
    func firstPlace(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
