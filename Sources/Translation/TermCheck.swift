/// A translation made ready for asking whether the terms that were laid down stand in it.
///
/// A warning for an ending would be read once and never again. So a word counts in whatever form it has, as far as
/// letters can tell: no dictionary is asked, since there is none for all languages that a model knows.
struct TermCheck {
    private let words: [TermWord]

    init(_ translation: String) {
        words = TermTokens(translation).all.map(TermWord.init)
    }

    /// Whether a term stands in the translation, its words side by side and each in some form.
    ///
    /// Takes time in proportion to the translation and to the term, multiplied.
    func has(_ term: String) -> Bool {
        let wanted = TermTokens(term).all.map(TermWord.init)
        guard wanted.count <= words.count else { return false }
        return (0...words.count - wanted.count).contains { place in
            zip(wanted, words[place...]).allSatisfy { $1.isForm(of: $0) }
        }
    }
}

extension Glossary {
    /// The terms that a source has and whose translation is not in the translation of it, the longest first.
    ///
    /// A term that the source has only inside of a longer one is not asked for, and of several translations that were
    /// laid down for the same term one is enough, so that of these the first is named. The translation may have another
    /// form of a word: of a word with at least four letters the last third may differ, but not the first four letters
    /// (in Cyrillic three, where four-letter words change the last); up to five letters more may follow, after a word of
    /// three letters two. A word of at least five letters may also be a part of a compound; and in Arabic and Hebrew
    /// article, prepositions and conjunctions may be joined to it.
    public func missingTerms(in translation: String, of source: String) -> [Term] {
        guard !terms.isEmpty else { return [] }
        let search = TermSearch(source)
        var taken = CoveredPlaces(count: search.count)
        var order: [[Int]] = []
        var targets: [[Int]: [Int]] = [:]
        for occurrence in search.occurrences(of: terms) {
            if targets[occurrence.key] == nil {
                let ranges = occurrence.places.map { $0..<$0 + occurrence.length }
                // Not `contains`: what is taken must be marked in any case.
                guard !ranges.filter({ taken.cover($0) }).isEmpty else { continue }
                order.append(occurrence.key)
            }
            targets[occurrence.key, default: []].append(occurrence.term)
        }
        guard !order.isEmpty else { return [] }
        let check = TermCheck(translation)
        return order.compactMap { key in
            let choices = targets[key, default: []]
            return choices.contains { check.has(terms[$0].target) } ? nil : choices.first.map { terms[$0] }
        }
    }
}

/// Which tokens of a text belong to a term already.
private struct CoveredPlaces {
    /// For each place the next one that is free, as far as is known; paths are halved as they are walked (Tarjan and
    /// van Leeuwen 1984), so that no number of terms over the same words takes long.
    private var next: [Int]

    init(count: Int) {
        next = Array(0...count)
    }

    /// Covers a range; says whether some of it was free.
    mutating func cover(_ range: Range<Int>) -> Bool {
        var place = firstFree(from: range.lowerBound)
        let wasFree = place < range.upperBound
        while place < range.upperBound {
            next[place] = place + 1
            place = firstFree(from: place + 1)
        }
        return wasFree
    }

    private mutating func firstFree(from start: Int) -> Int {
        var place = start
        while next[place] != place {
            next[place] = next[next[place]]
            place = next[place]
        }
        return place
    }
}
