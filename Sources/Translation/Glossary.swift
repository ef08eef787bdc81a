import Foundation

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

    /// The terms that occur in a text, whatever their case: only these are worth a model's attention.
    public func terms(in text: String) -> [Term] {
        terms.filter { text.range(of: $0.source, options: .caseInsensitive) != nil }
    }
}
