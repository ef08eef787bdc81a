/// Judges in which script a text is written, against the one in which it should be.
enum ScriptMajority {
    /// Letters that must be in a wrong script before anything is said: fewer are a name.
    private static let fewest = 20.0
    /// A wrong script must have this many times the letters of the right ones.
    ///
    /// Wide: a Russian sentence that quotes an English one twice as long is right.
    private static let margin = 4.0

    /// The name of the script in which most of a text is, where it is certainly not its language's.
    ///
    /// Counts letters of running words by their density (``Script/density``). In a wrong script only those of words that
    /// do not stand in the source: names, brands, code and quotations do.
    static func wrongScript(_ text: RunningWords, of source: RunningWords, in system: WritingSystem) -> String? {
        lazy var known = Set(source.words.map(\.text))
        var (right, wrong) = (0.0, [Script: Double]())
        var (own, han) = (0.0, 0.0)
        for word in text.words {
            if word.script == system.own { own += word.weight }
            if word.script == .han { han += word.weight }
            if system.scripts.contains(word.script) {
                right += word.weight
            } else if !known.contains(word.text) {
                wrong[word.script, default: 0] += word.weight
            }
        }
        // Han characters are no sign of Korean beside kana, nor of Japanese beside hangul.
        if system.own != nil, wrong[.kana] ?? wrong[.hangul] != nil { right = own }
        if let worst = wrong.max(by: { $0.value < $1.value }), worst.value >= fewest, worst.value >= margin * right {
            return worst.key == .kana ? "Japanese" : worst.key.name
        }
        // Sixty Han characters with a full stop, and not one kana among them, are no Japanese sentence.
        if system.own != nil, own == 0, han >= 180, text.hasSentence { return Script.han.name }
        // Nor are sentences a third of which is kana Chinese.
        if let kana = wrong[.kana], system.scripts.contains(.han), system.own == nil, kana >= 2 * fewest,
            kana >= han / 3
        {
            return "Japanese"
        }
        return system.han.flatMap { wrongVariant(text, of: $0) }
    }

    /// Simplified where traditional characters should be, or the other way round: eight of them, and ten to one.
    private static func wrongVariant(_ text: RunningWords, of wanted: HanVariant) -> String? {
        var (right, wrong) = (0, 0)
        for word in text.words where word.script == .han {
            for scalar in word.text.unicodeScalars {
                guard let variant = HanVariant(scalar) else { continue }
                if variant == wanted { right += 1 } else { wrong += 1 }
            }
        }
        return wrong >= 8 && wrong >= 10 * right ? wanted.other.rawValue : nil
    }
}
