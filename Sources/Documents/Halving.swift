/// Finds where a text is best divided in two.
struct Halving {
    private let text: CuttableText
    private let sentences: SentenceBreaker
    private var borders: [Border] = []
    private var size = 0
    /// Where the first letter stands that is not protected, and the last.
    private var letters: ClosedRange<Int>?

    private struct Border {
        let offset: Int
        let rank: BorderRank
        let sizeBefore: Int
    }

    /// The place, in bytes, with a letter on either side that is not protected; nil where there is none, as in a word.
    ///
    /// It is the best border in the middle third, else the one that is nearest to the middle. Takes time in proportion to
    /// the text.
    ///
    /// - Parameters:
    ///   - paragraphs: Borders that are known otherwise, in bytes, in order, with their ranks.
    static func place(
        in text: String, paragraphs: [(offset: Int, rank: BorderRank)] = [], keepsLines: Bool,
        protected: ProtectedSpans, sentences: SentenceBreaker
    ) -> Int? {
        var halving = Halving(
            text: CuttableText(text, keepsLines: keepsLines, protected: protected, sentences: sentences),
            sentences: sentences)
        halving.read(paragraphs)
        return halving.best()
    }

    private init(text: CuttableText, sentences: SentenceBreaker) {
        self.text = text
        self.sentences = sentences
    }

    private mutating func read(_ paragraphs: [(offset: Int, rank: BorderRank)]) {
        let known = Dictionary(paragraphs.map { ($0.offset, $0.rank) }) { max($0, $1) }
        // Of scripts without spaces every word's border is as good as a space is in others.
        let bytes = text.bytes
        let words = Set(
            sentences.words(in: bytes[...]).filter { bytes[$0 - 1] >= 0x80 && bytes[$0] >= 0x80 })
        var walk = BorderWalk(text, from: 0)
        while !walk.isAtEnd {
            let (offset, isInside) = (walk.offset, walk.isInside)
            let isProtected = walk.isProtected
            let word: BorderRank? = words.contains(offset) ? walk.isPaired ? .innerWord : .word : nil
            let (character, _, found) = walk.next()
            let rank =
                isInside ? nil : [found, known[offset], word].compactMap(\.self).max()
            if let rank { borders.append(Border(offset: offset, rank: rank, sizeBefore: size)) }
            if isProtected {
                // Most of it is hidden behind a mark.
                size += isInside ? 0 : 2 * TokenEstimate.unit
                continue
            }
            size += TokenEstimate.weight(of: character, in: bytes)
            let scalars = String(decoding: bytes[character], as: UTF8.self).unicodeScalars
            guard scalars.contains(where: \.properties.isAlphabetic) else { continue }
            letters = (letters?.lowerBound ?? offset)...offset
        }
    }

    private func best() -> Int? {
        guard let letters else { return nil }
        let middle = size / 2
        let allowed = borders.filter { letters.lowerBound < $0.offset && $0.offset <= letters.upperBound }
        let central = allowed.filter { $0.sizeBefore >= size / 3 && $0.sizeBefore <= size - size / 3 }
        func distance(_ border: Border) -> Int { abs(border.sizeBefore - middle) }
        let highest = central.map(\.rank).max()
        let choice = highest.map { rank in central.filter { $0.rank == rank } } ?? allowed
        return choice.min { distance($0) < distance($1) }?.offset
    }
}
