import Foundation

/// A language as BCP 47 writes it: `es`, `pt-BR`, `zh-Hans`, `es-419`.
///
/// Known means: the Unicode CLDR has an English name for every subtag (Unicode Technical Standard 35, part 2).
public struct LanguageTag: Sendable, Hashable {
    /// The tag in its canonical case (RFC 5646, section 2.1.1).
    public let identifier: String
    /// The English name, as it stands in a prompt: “Spanish”, “Portuguese (Brazil)”.
    public let englishName: String

    /// Parses a tag.
    ///
    /// - Throws: ``UnknownLanguage`` where the tag is malformed or names nothing.
    public init(_ text: String) throws(UnknownLanguage) {
        let subtags = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "_" }).map(
            String.init)
        guard let language = subtags.first, (2...3).contains(language.utf8.count),
            subtags.allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isTagByte) })
        else { throw UnknownLanguage(text: text) }
        let canonical = Self.canonical(subtags)
        guard !["und", "mul", "zxx", "mis"].contains(language.lowercased()),
            let name = Locale(identifier: "en_US_POSIX").localizedString(forIdentifier: canonical)
        else { throw UnknownLanguage(text: text) }
        identifier = canonical
        englishName = name
    }

    private static func canonical(_ subtags: [String]) -> String {
        subtags.enumerated().map { position, subtag in
            if position == 0 { return subtag.lowercased() }
            switch subtag.utf8.count {
            case 4 where subtag.utf8.allSatisfy(\.isLetterByte): return subtag.capitalized
            case 2: return subtag.uppercased()
            default: return subtag.lowercased()
            }
        }.joined(separator: "-")
    }
}

/// A text that names no language.
public struct UnknownLanguage: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was given.
    public let text: String

    /// Says what is wrong and what a tag looks like.
    public var description: String {
        "“\(text)” is no language tag that is known here; write a BCP 47 tag such as es, fr, pt-BR, zh-Hans"
    }
}

extension UInt8 {
    fileprivate var isLetterByte: Bool { (65...90).contains(self) || (97...122).contains(self) }
    fileprivate var isTagByte: Bool { isLetterByte || (48...57).contains(self) }
}
