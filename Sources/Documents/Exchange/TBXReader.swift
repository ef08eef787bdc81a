import Foundation
import Translation

/// Reads terms from TBX: ISO 30042 of 2008 (`martif`) and of 2019 (`tbx`), in both of the styles of the latter.
///
/// Elements are known by their names without the namespace, and a data category by its name, be it an element's own
/// (style DCT) or the value of `type` (style DCA).
struct TBXReader: XMLHandler {
    static let roots = ["martif", "tbx"]

    /// What an entry says in one language.
    private struct Language {
        let tag: String
        var terms: [TBXTerm] = []
        var definition = ""
        var note = ""
    }

    private let source: LanguageChoice?
    private let target: LanguageChoice
    /// The terms read so far.
    private(set) var terms: [Glossary.Term] = []
    /// The languages that entries have, as the file writes them, in the order in which they come.
    private(set) var found: [String] = []

    private var isInEntry = false
    private var isInTerm = false
    /// What the entry that is open says in each language, and of the concept itself.
    private var languages: [Language] = []
    private var concept = Language(tag: "")
    /// The elements within the entry that are open, innermost last: what they are, and the text so far.
    private var open: [(name: String, kind: String, text: String)] = []

    init(source: LanguageTag?, target: LanguageTag) {
        self.source = source.map(LanguageChoice.init)
        self.target = LanguageChoice(target)
    }

    mutating func begin(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "termEntry", "conceptEntry":
            isInEntry = true
            isInTerm = false
            languages = []
            concept = Language(tag: "")
        case "langSet", "langSec":
            let tag = attributes["xml:lang"] ?? attributes["lang"] ?? ""
            if !tag.isEmpty, found.count < Self.mostNamed, !found.contains(tag) { found.append(tag) }
            languages.append(Language(tag: tag))
        case "tig", "ntig", "termSec":
            isInTerm = true
            inLanguage { $0.terms.append(TBXTerm()) }
        default:
            guard isInEntry else { return }
            open.append((name, attributes["type"] ?? name, ""))
        }
    }

    mutating func take(_ text: String) {
        if !open.isEmpty { open[open.count - 1].text += text }
    }

    mutating func end(_ name: String) {
        switch name {
        case "termEntry", "conceptEntry":
            addTerms()
            isInEntry = false
        case "langSet", "langSec": break
        case "tig", "ntig", "termSec": isInTerm = false
        default:
            guard isInEntry, let element = open.popLast() else { return }
            take(element.name, element.kind, element.text)
        }
    }

    /// Takes in what an element held that has ended.
    private mutating func take(_ name: String, _ kind: String, _ raw: String) {
        let text = raw.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch (name, kind) {
        case ("term", _): inTerm { $0.text = text }
        case (_, "administrativeStatus"), (_, "normativeAuthorization"): inTerm { $0.standing = .init(text) }
        case (_, "definition"): inLanguage { $0.definition = text }
        case ("note", _) where isInTerm: inTerm { $0.note = text }
        case ("note", _): inLanguage { $0.note = text }
        default:
            // Marks within a term or a note belong to its text.
            if Self.marks.contains(name), !open.isEmpty { open[open.count - 1].text += raw }
        }
    }

    /// Changes what is said in the language that is open, or else of the concept.
    private mutating func inLanguage(_ change: (inout Language) -> Void) {
        if languages.isEmpty { change(&concept) } else { change(&languages[languages.count - 1]) }
    }

    private mutating func inTerm(_ change: (inout TBXTerm) -> Void) {
        inLanguage { if !$0.terms.isEmpty { change(&$0.terms[$0.terms.count - 1]) } }
    }

    /// The terms of the entry: each that the source has for the concept, and for all of them the target's best.
    private mutating func addTerms() {
        guard let to = place(of: target), let from = source.map({ place(of: $0) }) ?? firstOther, from != to,
            let best = TBXTerm.best(of: languages[to].terms)
        else { return }
        let (source, target) = (languages[from], languages[to])
        let definition = [source.definition, concept.definition, target.definition].first { !$0.isEmpty }
        for term in source.terms where !term.text.isEmpty && term.standing != .deprecated {
            var notes: [String] = []
            for note in [best.note, term.note, definition ?? "", target.note, source.note, concept.note]
            where !note.isEmpty && !notes.contains(note) {
                notes.append(note)
            }
            terms.append(Glossary.Term(source: term.text, target: best.text, note: notes.joined(separator: "; ")))
        }
    }

    /// The entry's language that fits best; of several that fit as well the first.
    private func place(of choice: LanguageChoice) -> Int? {
        let ranked = languages.indices.compactMap { place in
            choice.rank(of: languages[place].tag).map { (rank: $0, place: place) }
        }
        return ranked.min { $0.rank < $1.rank }?.place
    }

    /// The entry's first language that is not the target.
    private var firstOther: Int? { languages.firstIndex { target.rank(of: $0.tag) == nil } }

    /// Elements that stand within the text of another.
    private static let marks: Set<String> = ["hi", "foreign"]
    /// So many languages are named at most where none fits.
    private static let mostNamed = 50
}
