extension SourceSegment {
    /// What a model must know to translate ``prompt``: the format's rules, and what the marks in it mean.
    ///
    /// - Parameter isStrict: Whether an answer was found damaged before, so that what must stay is named one by one.
    public func rules(of format: DocumentFormat, isStrict: Bool = false) -> String {
        var lines = format.reader.rules.isEmpty ? [] : [format.reader.rules]
        if let layout, layout.places.count > 1 {
            lines.append(
                "The message holds \(layout.places.count) texts, each behind its number, such as [[1]]. Write each "
                    + "translation on a line of its own behind the same number, and leave none out.")
        }
        if let layout, !layout.spans.isEmpty {
            lines.append(
                "Marks such as <\(layout.letter)1/> stand for what is not translated: write each where it belongs.")
        }
        if CaseMessage.occurs(in: prompt) {
            lines.append(
                "Texts such as {n, plural, one {# file} other {# files}} are messages of ICU: translate what stands in "
                    + "the inner braces, and keep all braces, what stands before each, and “#”.")
        }
        if isStrict {
            let protected = format.reader.protected
            let spans = Set(CaseMessage.content(of: prompt, protected).spans(protected)).sorted().prefix(Self.mostNamed)
            if !spans.isEmpty { lines.append("Write these exactly as they are: " + spans.joined(separator: "  ")) }
        }
        return lines.joined(separator: "\n")
    }

    /// So many spans are named at most.
    private static let mostNamed = 40

    /// The translation as it is shown to people while it grows: with what stands behind the marks, without the numbers of
    /// texts that were sent together, but as texts, where the document has them among much else.
    ///
    /// - Parameter isWhole: Whether no more of it will come.
    public func shown(_ translation: String, isWhole: Bool) -> String {
        guard let layout else { return translation }
        let texts = layout.places.count > 1 ? UnitList.withoutNumbers(translation) : translation
        guard !layout.spans.isEmpty else { return texts }
        let mask = SpanMask(letter: layout.letter)
        return mask.unmasking(isWhole ? texts : mask.withoutTornMark(texts), layout.spans)
    }
}
