public import Translation

/// A text and its translation, as a translation memory keeps them.
public struct TranslationUnit: Sendable, Hashable {
    /// The language of the text.
    public var source: LanguageTag
    /// The language of the translation.
    public var target: LanguageTag
    /// The text.
    public var text: String
    /// Its translation.
    public var translation: String
    /// When the translation was made, to the second; nil where nobody wrote it down.
    public var created: Timestamp?

    /// Creates a unit.
    public init(
        source: LanguageTag, target: LanguageTag, text: String, translation: String, created: Timestamp? = nil
    ) {
        self.source = source
        self.target = target
        self.text = text
        self.translation = translation
        self.created = created
    }
}
