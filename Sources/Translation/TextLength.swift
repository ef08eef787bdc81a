/// How long a text is, comparable between scripts.
struct TextLength: Sendable, Equatable {
    /// Letters in their script's density (``Script/density``), everything else but white space as one.
    private(set) var weight = 0.0

    /// Measures a text, in linear time.
    init(of text: String) {
        for scalar in text.unicodeScalars where scalar.value > 0x20 {
            weight += scalar.value < 0x80 ? 1 : Script(scalar)?.density ?? (scalar.properties.isWhitespace ? 0 : 1)
        }
    }
}
