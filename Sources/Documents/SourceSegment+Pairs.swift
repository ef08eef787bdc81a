extension SourceSegment {
    /// What a finished translation teaches: each whole text of the document with its translation, as
    /// ``ReadingOptions/recall`` is asked for it.
    ///
    /// White space around either is taken away. Nothing comes of texts that cannot be told apart in the translation, of the
    /// parts of a text that was divided, and of forms in the plural that have one source and different translations.
    ///
    /// - Parameter translation: What the model wrote for ``prompt``.
    public func pairs(translation: String, format: DocumentFormat) -> [(source: String, target: String)] {
        guard kind == .translatable, layout?.joint == nil else { return [] }
        let mask = layout.map { SpanMask(letter: $0.letter) }
        func whole(_ words: String) -> String {
            String(SurroundingSpace(of: mask?.unmasking(words, layout?.spans ?? []) ?? words).body)
        }
        guard let layout, !layout.places.isEmpty else {
            let target = whole(translation)
            return target.isEmpty ? [] : [(String(body), target)]
        }
        if format.reader.isRunningText {
            let target = SurroundingSpace(of: Assembly.finished(self, translation: translation, format: format)).body
            return target == body ? [] : [(String(body), String(target))]
        }
        guard let prompts = UnitList.splitting(prompt, into: layout.places.count),
            let answers = UnitList.splitting(translation, into: layout.places.count)
        else { return [] }
        return layout.inseparable.flatMap { group -> [(source: String, target: String)] in
            let sources = layout.places[group].map { place in
                String(SurroundingSpace(of: format.reader.decode(text[bytes: place.origin], form: place.form)).body)
            }
            guard Set(sources).count == sources.count else { return [] }
            return zip(group, sources).compactMap { number, source in
                let target = whole(answers[number])
                return source == whole(prompts[number]) && !target.isEmpty ? (source, target) : nil
            }
        }
    }

    /// What a model would have written for the segment's prompt, of the translations of its texts one by one; nil where
    /// they are not as many, or are those of all around the places too.
    public func translation(of texts: [String], format: DocumentFormat) -> String? {
        let count = layout?.places.count ?? 0
        guard texts.count == max(1, count), count == 0 || !format.reader.isRunningText else { return nil }
        return UnitList.joining(texts)
    }
}
