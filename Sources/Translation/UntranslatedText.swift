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
    /// And only where the source is in another language for certain, see ``isForeign(_:to:from:)``.
    static func isUntranslated(
        _ text: RunningWords, of source: RunningWords, into target: LanguageTag, from origin: LanguageTag?
    ) -> Bool {
        guard !target.isOneLanguage(with: origin?.language), source.isProse(ofAtLeast: fewest) else { return false }
        return isSame(text, source) && isForeign(source, to: target, from: origin)
    }

    /// Whether a source is certainly not in the target language.
    ///
    /// It is told by its ``FunctionWords``: a sixth of all words belong to one language, and twice as many as to the target's
    /// and its neighbours (with a known origin, a quarter more than to the target's). Where its language is not
    /// among those, it must be in a script in which the target is not written; or in the origin's script, where the origin
    /// was told.
    ///
    /// With a known origin, a passage in a third script or language is a quotation, and may stay; without, a passage in the
    /// target's language may, and one that does not tell.
    private static func isForeign(_ source: RunningWords, to target: LanguageTag, from origin: LanguageTag?) -> Bool {
        let told = FunctionWords(of: source.words)
        if let best = told.best, best.share >= (origin == nil && !FunctionWords.tells(target.language) ? 0.25 : 1.0 / 6)
        {
            guard let origin else {
                let rival = told.shares.filter { target.isNear(to: $0.key) }.values.max() ?? 0
                return best.share >= 2 * rival
            }
            let rival = told.shares[target.language] ?? (target.isNear(to: best.language) ? best.share : 0)
            guard best.share >= 1.25 * rival else { return false }
            if FunctionWords.tells(origin.language) {
                return told.shares[origin.language, default: 0] * 3 >= best.share * 2
            }
            if best.share >= 0.25 { return false }
        }
        if let origin, FunctionWords.tells(origin.language) { return false }
        guard let system = WritingSystem(of: target) else { return false }
        guard let origin else { return source.share(in: system.scripts.union(FunctionWords.scripts)) <= 0.2 }
        return WritingSystem(of: origin).map { source.share(in: $0.scripts) >= 0.8 } ?? false
    }

    /// Whether two texts have at least ``sameness`` of their words in common: all for the same ones, in whatever order
    /// (Dice's coefficient).
    private static func isSame(_ text: RunningWords, _ source: RunningWords) -> Bool {
        let (ours, theirs) = (text.units, source.units)
        let sum = Double(ours.count + theirs.count)
        guard sum > 0 else { return false }
        // So many of ours may be missing there; a translation is found out after a few words.
        var spare = ours.count - Int((sameness * sum / 2).rounded(.up))
        guard spare >= 0 else { return false }
        var counts = [String: Int]()
        for unit in theirs { counts[unit, default: 0] += 1 }
        for unit in ours {
            if let count = counts[unit], count > 0 {
                counts[unit] = count - 1
            } else {
                spare -= 1
                if spare < 0 { return false }
            }
        }
        return true
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
        // German writes a third of its words with capitals.
        let least = FunctionWords(of: words).best?.language == "de" ? 0.55 : 2.0 / 3
        return running >= fewest && running >= all * least
    }

    /// The share of letters in some scripts.
    fileprivate func share(in scripts: Set<Script>) -> Double {
        var (all, share) = (0.0, 0.0)
        for word in words {
            all += word.weight
            if scripts.contains(word.script) { share += word.weight }
        }
        return all == 0 ? 0 : share / all
    }
}
