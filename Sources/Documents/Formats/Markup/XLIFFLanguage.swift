import Translation

/// The target language of a file of XLIFF 2 that does not say it, written with the first translation.
///
/// The form of that unit holds it, and the unit's place goes from where the attribute belongs to where the target does.
struct XLIFFLanguage {
    let attribute: String
    /// The bytes at the end of the place that the target itself replaces.
    let oldCount: Int
    /// The form of the target itself.
    let form: Substring

    private static let prefix = "trgLang="

    /// Reads a form; nil where it is one of a target alone.
    init?(_ form: Substring) {
        guard form.hasPrefix(Self.prefix) else { return nil }
        let parts = form.dropFirst(Self.prefix.count).split(
            separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let count = Int(parts[1]), count >= 0 else { return nil }
        attribute = " trgLang=\"\(parts[0])\""
        oldCount = count
        self.form = parts[2]
    }

    /// The units of a file of which the first that has anything to translate says the language too.
    ///
    /// - Parameter place: Where the attribute belongs, before all units.
    static func declaring(_ language: LanguageTag, at place: Int, _ units: [Block], _ text: DocumentText) -> [Block] {
        let units = units.drop { block in
            guard case .unit(let unit) = block.kind else { return true }
            let words = XLIFFReader.decode(text[unit.source ?? block.range], form: unit.form)
            return !ProtectedSpans.hasLetter(words, outside: XLIFFReader.protected.ranges(in: words))
        }
        guard let first = units.first, case .unit(var unit) = first.kind else { return [] }
        unit.form = "\(prefix)\(language.identifier);\(first.range.count);\(unit.form)"
        return [Block(kind: .unit(unit), range: place..<first.range.upperBound)] + units.dropFirst()
    }
}
