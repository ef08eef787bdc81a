/// A text made ready for looking up which terms of a glossary occur in it.
///
/// It is the text that is indexed, not the glossary: a text is a segment, and the glossary has thousands of terms, most
/// of which fall out with their first letters.
struct TermSearch {
    /// A term that occurs.
    struct Occurrence {
        /// The term's place in the glossary.
        let term: Int
        /// The numbers of its tokens: the same for the same term spelt in another way.
        let key: [Int]
        /// The places of the text's tokens at which it begins, in order.
        let places: [Int]
        /// The tokens that it consists of.
        var length: Int { key.count }
    }

    private let tokens: TermTokens
    /// The number of each token, the same for the same token.
    private var numbers: [Int] = []
    private var number: [ArraySlice<Unicode.Scalar>: Int] = [:]
    /// What the terms begin with that may be in the text.
    private var beginnings: Set<UInt64> = []

    init(_ text: String) {
        tokens = TermTokens(text)
        for range in tokens.ranges {
            let token = tokens.scalars[range]
            let new = number.count
            let known = number[token] ?? new
            number[token] = known
            numbers.append(known)
            // At each place and not for each token: a beginning may reach into the next one.
            beginnings.formUnion(TermSpelling.beginnings(of: tokens.scalars, at: range.lowerBound))
        }
    }

    /// The tokens of the text.
    var count: Int { numbers.count }

    /// The terms that occur, the longest first; those of the same length in their order.
    func occurrences(of terms: [Glossary.Term]) -> [Occurrence] {
        var found: [(occurrence: Occurrence, length: Int)] = []
        for (index, term) in terms.enumerated() {
            if let beginning = TermSpelling.beginning(of: term.source), !beginnings.contains(beginning) { continue }
            let wanted = TermTokens(term.source).all
            let key = wanted.compactMap { number[$0] }
            guard key.count == wanted.count else { continue }
            let places = places(of: key)
            guard !places.isEmpty else { continue }
            found.append((Occurrence(term: index, key: key, places: places), term.source.count))
        }
        found.sort { $0.length == $1.length ? $0.occurrence.term < $1.occurrence.term : $0.length > $1.length }
        return found.map(\.occurrence)
    }

    /// Where a row of tokens stands, by the algorithm of Knuth, Morris and Pratt (1977): linear even where a text says
    /// the same word again and again.
    private func places(of pattern: [Int]) -> [Int] {
        guard !pattern.isEmpty, pattern.count <= numbers.count else { return [] }
        var borders = [Int](repeating: 0, count: pattern.count)
        var matched = 0
        for index in pattern.indices.dropFirst() {
            while matched > 0, pattern[matched] != pattern[index] { matched = borders[matched - 1] }
            if pattern[matched] == pattern[index] { matched += 1 }
            borders[index] = matched
        }
        var places: [Int] = []
        matched = 0
        for (index, token) in numbers.enumerated() {
            while matched > 0, pattern[matched] != token { matched = borders[matched - 1] }
            if pattern[matched] == token { matched += 1 }
            if matched == pattern.count {
                let place = index + 1 - matched
                if tokens.beginsWord(at: place) { places.append(place) }
                matched = borders[matched - 1]
            }
        }
        return places
    }
}
