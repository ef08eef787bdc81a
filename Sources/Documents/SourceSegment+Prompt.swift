extension SourceSegment {
    /// What a model must know to translate ``prompt``: the format's rules, and what the marks in it mean.
    ///
    /// - Parameters:
    ///   - isStrict: Whether an answer was turned down before, so that what must stay is named one by one.
    ///   - former: That answer, as far as it is known: what it had not, or not as often, is named first.
    public func rules(of format: DocumentFormat, isStrict: Bool = false, former: String? = nil) -> String {
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
            let (lost, kept) = named(format.reader, former)
            if !lost.isEmpty {
                lines.append("An earlier translation left these out or changed them: " + lost.joined(separator: "  "))
            }
            let all = (lost + kept).prefix(Self.mostNamed)
            if !all.isEmpty { lines.append("Write these exactly as they are: " + all.joined(separator: "  ")) }
        }
        return lines.joined(separator: "\n")
    }

    /// What must stay in the prompt, in its order: what a former answer has not as often, and the rest; each once.
    private func named(
        _ reader: any DocumentFormatReader.Type, _ former: String?
    ) -> (lost: [String], kept: [String]) {
        let protected =
            layout.map { SpanMask(letter: $0.letter).protected(in: $0.spans, and: reader.protected) }
            ?? reader.protected
        func spans(_ text: String) -> [String] { CaseMessage.content(of: text, protected).spans(protected) }
        func census(_ spans: [String]) -> [String: Int] { spans.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
        let all = spans(prompt)
        let (wanted, found) = (census(all), former.map { census(spans($0)) })
        var seen: Set<String> = []
        let once = all.filter { seen.insert($0).inserted }
        guard let found else { return ([], once) }
        func isLost(_ span: String) -> Bool { found[span, default: 0] < wanted[span, default: 0] }
        return (Array(once.filter(isLost).prefix(Self.mostNamed)), once.filter { !isLost($0) })
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
