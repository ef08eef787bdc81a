public import Documents
public import Translation

extension SourceSegment {
    /// Whether a translation that was not made for this very segment may be taken for it: nothing is missing in it that
    /// would be asked for again if a model had left it out.
    ///
    /// - Parameter target: The language of the translation, where it is known.
    func isSound(
        _ translation: String, format: DocumentFormat, glossary: Glossary, target: LanguageTag?
    ) -> Bool {
        discrepancies(of: translation, format: format, target: target).isEmpty
            && glossary.missingTerms(in: translation, of: prompt).isEmpty
    }

    /// The segment, without the translation that it came with where that is not sound: then a model is asked.
    ///
    /// - Parameter target: The language of the translation, where it is known.
    public func trusted(
        format: DocumentFormat, glossary: Glossary, target: LanguageTag? = nil
    ) -> SourceSegment {
        guard let recalled, !isSound(recalled.text, format: format, glossary: glossary, target: target) else {
            return self
        }
        var segment = self
        segment.recalled = nil
        return segment
    }
}
