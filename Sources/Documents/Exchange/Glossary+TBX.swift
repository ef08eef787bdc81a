public import Foundation
public import Translation

extension Glossary {
    /// Reads the terms for two languages from TBX, the exchange format of term bases: TBX-Basic of 2008, and version 3
    /// of 2019 (ISO 30042).
    ///
    /// Each term of the source language becomes one, with the preferred term of the target language, or the first.
    /// Deprecated ones are left out. Notes and definitions become notes.
    ///
    /// - Parameters:
    ///   - stream: The file, not yet opened.
    ///   - source: The language of the documents; if nil, each entry's first language that is not the target.
    ///   - target: The language that they are translated into. `es` takes what is there for `es`, else for `es-ES`.
    /// - Throws: ``ExchangeError``, also where the file has no term for the languages.
    public init(tbx stream: InputStream, source: LanguageTag?, target: LanguageTag) throws(ExchangeError) {
        let reader: TBXReader
        do {
            reader = try XMLEvents.read(stream, with: TBXReader(source: source, target: target))
        } catch {
            throw error as? ExchangeError ?? .unreadable
        }
        guard !reader.terms.isEmpty else {
            throw .noSuchLanguages(source: source?.identifier, target: target.identifier, found: reader.found)
        }
        self.init(terms: reader.terms)
    }

    /// Reads the terms for two languages from the bytes of a TBX file.
    ///
    /// - Throws: ``ExchangeError``.
    public init(tbx data: Data, source: LanguageTag?, target: LanguageTag) throws(ExchangeError) {
        try self.init(tbx: InputStream(data: data), source: source, target: target)
    }
}
