/// How long a text is, comparable between scripts.
struct TextLength: Sendable, Equatable {
    /// Letters in their script's density (``Script/density``) and digits; no signs, since a rule or a table may be drawn at
    /// any length.
    private(set) var weight = 0.0
    /// Lines that are not blank.
    private(set) var lines = 0
    /// Runs of lines that are not blank.
    private(set) var blocks = 0

    /// Measures a text, in linear time.
    init(of text: String) {
        // Line breaks since the last sign: two of them end a block.
        var breaks = 2
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": breaks += 1
            case " ", "\t", "\r": continue
            default:
                if breaks > 0 { lines += 1 }
                if breaks > 1 { blocks += 1 }
                breaks = 0
                if let script = Script(scalar) {
                    weight += script.density
                } else if ("0"..."9").contains(scalar) {
                    weight += 1
                }
            }
        }
    }
}
