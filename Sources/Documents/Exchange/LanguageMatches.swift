import Translation

/// The languages of a file that were met, and how well they fit what is wanted.
///
/// Each is looked up once, since a name is sought in CLDR and a file has millions of texts in two languages.
struct LanguageMatches {
    private struct Pair: Hashable {
        let wanted: LanguageTag
        let found: LanguageTag
    }

    private var tags: [String: LanguageTag?] = [:]
    private var ranks: [Pair: Int?] = [:]
    /// A file that makes up languages is not to fill the memory with them.
    private static let mostRemembered = 10_000

    /// The language of a tag as files have it; nil where it names none.
    mutating func language(_ text: String) -> LanguageTag? {
        if let known = tags[text] { return known }
        if tags.count >= Self.mostRemembered { tags = [:] }
        let language = try? LanguageTag(text)
        tags[text] = .some(language)
        return language
    }

    /// The place of the language that fits best, of those that fit as well the first; nil where none does.
    mutating func best(for wanted: LanguageTag, of found: some Sequence<(place: Int, language: LanguageTag)>) -> Int? {
        var best: (rank: Int, place: Int)?
        for (place, language) in found {
            guard let rank = rank(of: language, for: wanted), rank < best?.rank ?? .max else { continue }
            best = (rank, place)
        }
        return best?.place
    }

    private mutating func rank(of found: LanguageTag, for wanted: LanguageTag) -> Int? {
        let pair = Pair(wanted: wanted, found: found)
        if let known = ranks[pair] { return known }
        if ranks.count >= Self.mostRemembered { ranks = [:] }
        let rank = LanguageChoice(wanted).rank(of: found.identifier)
        ranks[pair] = .some(rank)
        return rank
    }
}
