/// The terms whose translation a person has laid down.
public struct Glossary: Sendable, Equatable, Codable {
    /// One term.
    public struct Term: Sendable, Equatable, Codable {
        /// The term in the source language.
        public var source: String
        /// What it is to become.
        public var target: String
        /// A remark for the model; may be empty.
        public var note: String

        /// Creates a term.
        public init(source: String, target: String, note: String = "") {
            self.source = source
            self.target = target
            self.note = note
        }
    }

    /// All terms, in the order in which they were given.
    public var terms: [Term]

    /// Creates a glossary.
    public init(terms: [Term] = []) {
        self.terms = terms
    }

    /// The terms that occur in a text, the longest first: only these are worth a model's attention.
    ///
    /// A term is found as whole words, whatever the case and wherever lines break; in scripts without spaces anywhere,
    /// and in Korean wherever a word begins. Terms of the same length keep their order. Takes time in proportion to the
    /// glossary and the text, but for terms that occur again and again.
    public func terms(in text: String) -> [Term] {
        guard !terms.isEmpty else { return [] }
        return TermSearch(text).occurrences(of: terms).map { terms[$0.term] }
    }
}
