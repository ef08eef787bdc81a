import Crypto
import Foundation
import Translation

/// For what a translation holds: a language pair, and what the person wanted of it.
public struct MemoryScope: Sendable, Equatable {
    /// The source language's tag; nil where it was not told.
    public let source: String?
    /// The target language's tag.
    public let target: String
    /// The digest of the glossary and the instructions.
    let terms: Data

    /// Creates a scope.
    public init(source: String?, target: String, glossary: Glossary, instructions: String) {
        self.source = source
        self.target = target
        var hash = SHA256()
        // Each field with its length before it: no two scopes are written alike.
        for field in glossary.terms.flatMap({ [$0.source, $0.target, $0.note] }) + [instructions] {
            hash.update(data: Data("\(field.utf8.count):\(field)".utf8))
        }
        terms = Data(hash.finalize())
    }
}

/// A text with its translation.
public struct MemoryUnit: Sendable, Equatable {
    /// The source language's tag; nil where it was not told.
    public var sourceLanguage: String?
    /// The target language's tag.
    public var targetLanguage: String
    /// The text.
    public var source: String
    /// Its translation.
    public var target: String
    /// When it was made.
    public var createdAt: Timestamp

    /// Creates a unit.
    public init(
        sourceLanguage: String?, targetLanguage: String, source: String, target: String, createdAt: Timestamp
    ) {
        self.sourceLanguage = sourceLanguage
        self.targetLanguage = targetLanguage
        self.source = source
        self.target = target
        self.createdAt = createdAt
    }
}

/// A text with its translation, in a scope that is known.
public struct MemoryPair: Sendable, Equatable {
    /// The text.
    public var source: String
    /// Its translation.
    public var target: String

    /// Creates a pair.
    public init(source: String, target: String) {
        self.source = source
        self.target = target
    }
}
