internal import CICU
import Translation

/// Where the sentences of a language end, and its words, by ICU (Unicode Standard Annex 29, with CLDR's abbreviations, after
/// which a full stop ends no sentence).
///
/// The rules are opened when they are first asked for: few documents have a paragraph that must be cut.
final class SentenceBreaker {
    private let language: LanguageTag?
    private lazy var sentences = Rules(sentences: true, language)
    private lazy var words = Rules(sentences: false, language)

    /// - Parameter language: The language of the text; where it is not told, the rules are those that fit most.
    init(language: LanguageTag?) { self.language = language }

    /// Where sentences begin, in bytes from the begin of a text, in order, without the first.
    ///
    /// Takes time in proportion to the text.
    ///
    /// - Parameters:
    ///   - text: Bytes of UTF-8.
    ///   - joinsLines: Whether the end of a line ends no sentence, as in running text that was wrapped.
    /// - Returns: nil where it cannot be told.
    func sentences(in text: ArraySlice<UInt8>, joinsLines: Bool) -> [Int]? {
        guard joinsLines else { return sentences?.borders(in: text) }
        var bytes = Array(text)
        for place in bytes.indices where bytes[place] == UInt8(ascii: "\n") || bytes[place] == UInt8(ascii: "\r") {
            bytes[place] = UInt8(ascii: " ")
        }
        return sentences?.borders(in: bytes[...])
    }

    /// Where words begin and end, also in scripts that put no space between them; see ``sentences(in:joinsLines:)``.
    func words(in text: ArraySlice<UInt8>) -> [Int] { words?.borders(in: text) ?? [] }

    /// Rules that are open.
    private final class Rules {
        private let breaks: OpaquePointer

        init?(sentences: Bool, _ language: LanguageTag?) {
            // The root's rules, not those of the language that the daemon happens to run in.
            let locale = language.map { $0.identifier.replacing("-", with: "_") + "@ss=standard" } ?? ""
            guard let breaks = cicu_open(sentences, locale) else { return nil }
            self.breaks = breaks
        }

        deinit { cicu_close(breaks) }

        func borders(in text: ArraySlice<UInt8>) -> [Int]? {
            // ICU counts in 32 bits.
            guard text.count < Int(Int32.max) else { return nil }
            return text.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return [] }
                guard cicu_set_text(breaks, start, Int64(bytes.count)) else { return nil }
                var borders: [Int] = []
                while case let border = Int(cicu_next(breaks)), border >= 0 {
                    if border > 0, border < bytes.count { borders.append(border) }
                }
                // Nothing of the text is kept beyond this call.
                _ = cicu_set_text(breaks, "", 0)
                return borders
            }
        }
    }
}
