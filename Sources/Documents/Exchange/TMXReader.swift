public import Foundation
public import Translation

/// Reads translation memories in TMX 1.4b and its predecessors, unit by unit, however long the file is.
///
/// What stands in `bpt`, `ept`, `ph`, `it` and `ut` is code of the document that the text came from, and stays in the
/// text, as does the text that `hi` marks and that `sub` holds within such code.
public struct TMXReader: Sendable {
    /// What became of a file.
    public struct Summary: Sendable, Hashable {
        /// The units that were handed on.
        public var units = 0
        /// The texts that were not: in a language that is not wanted or not known, without a partner, or empty.
        public var leftOut = 0

        /// Creates a summary.
        public init(units: Int = 0, leftOut: Int = 0) {
            self.units = units
            self.leftOut = leftOut
        }
    }

    private let source: LanguageTag?
    private let target: LanguageTag?

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - source: The language of the texts that are wanted, wherever the file has it; if nil, what the file says is
    ///     the source (`srclang`), or, where it says that all are (`*all*`), each entry's first language.
    ///   - target: The language of the translations that are wanted; if nil, all of them.
    public init(source: LanguageTag? = nil, target: LanguageTag? = nil) {
        self.source = source
        self.target = target
    }

    /// Reads a file to its end, with one call for each text and each of its translations.
    ///
    /// Keeps no more than one entry of the file. Units that were handed on before an error stand.
    ///
    /// - Parameters:
    ///   - stream: The file, not yet opened.
    ///   - body: What is done with a unit; what it throws ends the reading.
    /// - Throws: ``ExchangeError``, or what `body` throws.
    @discardableResult
    public func read(_ stream: InputStream, each body: (TranslationUnit) throws -> Void) throws -> Summary {
        try withoutActuallyEscaping(body) { body in
            try XMLEvents.read(stream, with: TMXHandler(source: source, target: target, body)).summary
        }
    }
}
