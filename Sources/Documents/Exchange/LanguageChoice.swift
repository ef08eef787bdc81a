import Foundation
import Translation

/// Chooses among the languages of a file the one that is meant by a tag.
///
/// `es` takes `es`, else `es-ES` or what else of it comes first; `es-MX` takes `es` too, but not `es-ES`: where terms
/// are laid down for a country, another one's are none. What is written in another script is another language: `zh`
/// does not take `zh-TW`. The scripts that are not named are the likely ones of CLDR (Unicode Technical Standard 35,
/// part 1, section 4.3).
struct LanguageChoice {
    private let tag: String
    private let full: Locale.Language

    init(_ language: LanguageTag) {
        tag = language.identifier
        full = Self.full(tag)
    }

    /// How well a language fits, 0 the best; nil where it is another one.
    ///
    /// - Parameter language: A tag as files have it: `EN-us`, `en_US`.
    func rank(of language: String) -> Int? {
        let other = language.replacing("_", with: "-")
        if other.lowercased() == tag.lowercased() { return 0 }
        let found = Self.full(other)
        guard found.languageCode == full.languageCode, found.script == full.script else { return nil }
        if found.region == full.region { return 1 }
        let regions = [tag, other].map { Locale.Language(identifier: $0).region }
        return regions.contains(nil) ? 2 : nil
    }

    /// The tag with its likely script and country.
    private static func full(_ tag: String) -> Locale.Language {
        Locale.Language(identifier: Locale.Language(identifier: tag).maximalIdentifier)
    }
}
