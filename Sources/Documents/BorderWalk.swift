/// A text of which is known what must not be cut in it.
struct CuttableText {
    let string: String
    /// Whether a border between lines is to be taken wherever one is, as in a table.
    let keepsLines: Bool
    /// What no border is within, in bytes, in order.
    let spans: [Range<Int>]
    /// Where sentences begin, in bytes, in order; nil where that is not known.
    let sentences: [Int]?

    /// Looks at a stretch of a text.
    init(
        _ string: String, _ range: Range<Int>, keepsLines: Bool, protected: ProtectedSpans, sentences: SentenceBreaker
    ) {
        self.string = string
        self.keepsLines = keepsLines
        let words = String(string[bytes: range])
        spans = protected.ranges(in: words).map { $0.moved(by: range.lowerBound) }
        self.sentences = sentences.sentences(in: ArraySlice(words.utf8), joinsLines: !keepsLines)?
            .map { $0 + range.lowerBound }
    }
}

/// Goes through a text character by character, and tells where it may be cut, and how well.
///
/// Every index but the first comes from `index(after:)`, never from an offset: String knows of such a one that it stands
/// between two characters, and otherwise finds out by going back, which takes long in a long run of flags.
struct BorderWalk {
    private let text: CuttableText
    /// The character that comes next.
    private(set) var index: String.Index
    /// The same place in bytes.
    private(set) var offset: Int
    private var scanner: BorderScanner
    /// The first span, and the first sentence, that is not behind.
    private var span: Int
    private var sentence: Int
    /// Whether a sentence has ended, with nothing but closing marks and white space since.
    private var hasEnded = false

    init(_ text: CuttableText, from index: String.Index, offset: Int) {
        self.text = text
        self.index = index
        self.offset = offset
        scanner = BorderScanner(keepsLines: text.keepsLines)
        span = text.spans.firstPlace { $0.upperBound > offset }
        sentence = text.sentences?.firstPlace { $0 > offset } ?? 0
    }

    /// Whether the next character and the one before it belong to one protected span.
    var isInside: Bool { span < text.spans.count && text.spans[span].lowerBound < offset }

    /// Whether the next character is protected.
    var isProtected: Bool { span < text.spans.count && text.spans[span].lowerBound <= offset }

    /// Goes past a character; gives it, and the rank of the border before it, if there is one.
    mutating func next() -> (character: Substring, rank: BorderRank?) {
        let start = index
        let kind = CharacterKind(text.string.unicodeScalars[start])
        let rank = rank(scanner.border(before: kind))
        switch kind {
        case .lowercase, .other: hasEnded = false
        case .space, .newline, .terminator, .clause, .closer: break
        }
        let found = isInside ? nil : rank
        index = text.string.index(after: start)
        offset += text.string.utf8.distance(from: start, to: index)
        while span < text.spans.count, text.spans[span].upperBound <= offset { span += 1 }
        return (text.string[start..<index], found)
    }

    /// What the rules of the language make of a rank that goes by the marks alone.
    private mutating func rank(_ rank: BorderRank?) -> BorderRank? {
        guard let sentences = text.sentences else { return rank }
        while sentence < sentences.count, sentences[sentence] <= offset {
            hasEnded = true
            sentence += 1
        }
        return switch rank {
        case nil, .item, .paragraph, .section: rank
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
