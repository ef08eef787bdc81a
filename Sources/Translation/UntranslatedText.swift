/// Recognises an answer that gives the source back.
enum UntranslatedText {
    /// Fewer running words than this are a title, a name, a command, which may well stay as they are.
    private static let fewest = 15.0
    /// The share of words that both texts have from which on they are the same but for a term or two.
    private static let sameness = 0.9

    /// Whether a text is its source, where it should be in another language.
    ///
    /// Fires only for running text: 15 words at least (a word of Chinese being two characters), two in three of them in
    /// lower case where there is such a thing, which names, titles and bibliographies are not, and the end of a sentence.
    ///
    /// The source must be in another language for certain: by its ``FunctionWords``; or, where its language is not among
    /// those, by a script in which the target is not written; or in the origin's script, where the origin was told. With
    /// a known origin, a passage in a third script or language is a quotation, and may stay; with none, a passage in
    /// the target's language may.
    static func isUntranslated(
        _ text: RunningWords, of source: RunningWords, into target: LanguageTag, from origin: LanguageTag?
    ) -> Bool {
        guard !target.isOneLanguage(with: origin?.language), source.isProse(ofAtLeast: fewest),
            sameness(text, source) >= sameness
        else { return false }
        if let told = FunctionWords.language(of: source.words) {
            return !target.isNear(to: told) && (origin.map { $0.isNear(to: told) } ?? true)
        }
        // A list of options, a synopsis, a poem: none of the languages that would have told.
        if let origin, FunctionWords.tells(origin.language) { return false }
        guard let script = source.script, let system = WritingSystem(of: target) else { return false }
        let originScripts = origin.flatMap { WritingSystem(of: $0) }?.scripts
        if system.scripts.contains(script) { return originScripts?.contains(script) ?? false }
        return originScripts?.contains(script) ?? !FunctionWords.scripts.contains(script)
    }

    /// The share of words that two texts have in common: 1 for the same ones, in whatever order (Dice's coefficient).
    private static func sameness(_ text: RunningWords, _ source: RunningWords) -> Double {
        let (ours, theirs) = (text.units, source.units)
        guard ours.count + theirs.count > 0 else { return 0 }
        var counts = [String: Int]()
        for unit in theirs { counts[unit, default: 0] += 1 }
        var common = 0
        for unit in ours {
            if let count = counts[unit], count > 0 {
                counts[unit] = count - 1
                common += 1
            }
        }
        return 2 * Double(common) / Double(ours.count + theirs.count)
    }
}

extension RunningWords {
    /// The words, and of scripts without spaces the single characters.
    fileprivate var units: [String] {
        words.flatMap { $0.isRun ? $0.text.map(String.init) : [$0.text] }
    }

    /// Whether it is language that runs on, rather than names.
    fileprivate func isProse(ofAtLeast fewest: Double) -> Bool {
        guard hasSentence else { return false }
        var (all, running) = (0.0, 0.0)
        for word in words {
            let count = word.isRun ? Double(word.text.count) / 2 : 1
            all += count
            if !word.isCapitalized { running += count }
        }
        return running >= fewest && running >= all * 2 / 3
    }

    /// The script of four in five letters; nil where they are mixed.
    fileprivate var script: Script? {
        var weights = [Script: Double]()
        for word in words { weights[word.script, default: 0] += word.weight }
        guard let best = weights.max(by: { $0.value < $1.value }),
            best.value >= 0.8 * weights.values.reduce(0, +)
        else { return nil }
        return best.key
    }
}
