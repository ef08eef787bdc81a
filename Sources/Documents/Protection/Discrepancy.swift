public import Translation

/// What a translation has lost of its source, or has that the source had not.
public enum Discrepancy: Sendable, Hashable {
    /// A placeholder, a tag or an address that is missing.
    case lost(String)
    /// One that the source has not, or not as often.
    case invented(String)
    /// Placeholders without a number take values in order, and stand in another.
    case reordered(source: String, translation: String)
    /// Texts that were sent together cannot be told apart in the answer.
    case units(sent: Int)
    /// With it the document would not be whole, so that the source stays in its place.
    case misplaced
    /// Headings, items, rows: their number must stay.
    case structure(String, source: Int, translation: Int)
    /// As many of each, but in another order: what stands first where another is in the source.
    case order(String, source: String)
    /// It begins with words about the task, which belong to no document.
    case remark(String)

    /// Whether the parts that the text consists of are not all there, in order, or there are others.
    public var isOfParts: Bool {
        switch self {
        case .units, .structure, .order: true
        case .lost, .invented, .reordered, .misplaced, .remark: false
        }
    }

    /// What is wrong, as a sentence.
    public var message: String {
        switch self {
        case .lost(let span): "“\(span)” is missing"
        case .invented(let span): "“\(span)” is not in the source"
        case .reordered(let source, let translation): "“\(translation)” stands in the place of “\(source)”"
        case .units(let count): "the \(count) texts that were sent together are not all there, in order"
        case .misplaced: "it would break the document, so the source stays in its place"
        case .structure(let part, let source, let translation):
            "\(part): \(translation) in place of \(source)"
        case .order(let part, let source): "other order: \(part) where the source has \(source)"
        case .remark(let words): "it begins with “\(words)”, which seems not to be of the text"
        }
    }
}

extension SourceSegment {
    /// What a translation has lost or invented; empty where it is sound.
    ///
    /// - Parameters:
    ///   - translation: What the model wrote for ``prompt``.
    ///   - target: The language of the translation: where it is told, no plural form that it has may be missing.
    public func discrepancies(
        of translation: String, format: DocumentFormat, target: LanguageTag? = nil
    ) -> [Discrepancy] {
        guard kind == .translatable else { return [] }
        let (reader, count) = (format.reader, layout?.places.count ?? 0)
        func whole(_ words: String) -> String {
            layout.map { SpanMask(letter: $0.letter).unmasking(words, $0.spans) } ?? words
        }
        // With the prompt, not with the document's text, of which a part has but a share.
        guard let layout, count > 0 else {
            let answer = String(SurroundingSpace(of: translation).body)
            // The indentation of its first line tells what that of the others means, and so does what ends it.
            let space = SurroundingSpace(of: reader.isRunningText ? text : "")
            func surrounded(_ words: String) -> String { space.leading + whole(words) + space.trailing }
            return Self.differences(
                surrounded(prompt), surrounded(answer), form: nil, reader, marks: marks, target)
                + declaredDifferences(whole(prompt), whole(answer), reader) + Self.remarks(in: answer, on: prompt)
        }
        guard let texts = UnitList.splitting(translation, into: count),
            let sources = UnitList.splitting(prompt, into: count)
        else { return [.units(sent: count)] }
        var found = zip(layout.places, zip(sources, texts)).flatMap { place, pair in
            let answer = String(SurroundingSpace(of: pair.1).body)
            return Self.differences(whole(pair.0), whole(answer), form: place.form, reader, marks: marks, target)
                + declaredDifferences(whole(pair.0), whole(answer), reader)
        }
        if count == 1 { found += Self.remarks(in: String(SurroundingSpace(of: translation).body), on: prompt) }
        if found.isEmpty, reader.isRunningText {
            let filled = Assembly.filled(self, layout, with: texts.map(whole), reader)
            if !reader.fits(filled, inPlaceOf: text) { found = [.misplaced] }
        }
        return found
    }

    /// Marks that a translation may have, but that stand for nothing once all others were replaced.
    private var marks: String? { layout.flatMap { $0.spans.isEmpty ? nil : $0.letter } }

    private static func differences(
        _ source: String, _ translation: String, form: String?, _ reader: any DocumentFormatReader.Type,
        marks letter: String?, _ target: LanguageTag?
    ) -> [Discrepancy] {
        func alone(_ text: String) -> String { form.map { reader.alone(text, form: $0) } ?? text }
        var comparison = SpanComparison(protected: reader.protected, target: target)
        comparison.compare(source, translation)
        if let letter {
            comparison.invented.formUnion(ProtectedSpans([SpanMask.mark(of: letter)]).census(of: translation).keys)
        }
        let (structure, found) = (reader.structure(of: alone(source)), reader.structure(of: alone(translation)))
        let (parts, foundParts) = (structure.counts, found.counts)
        let changed = Set(parts.keys).union(foundParts.keys).sorted().filter { parts[$0] != foundParts[$0] }
        // Where a thing is missing, all behind it stands elsewhere.
        let moved = changed.isEmpty ? zip(structure.order, found.order).first { $0 != $1 } : nil
        // Running text as a whole has no place that it could not be in.
        let isMisplaced =
            (form != nil || !reader.isRunningText) && !reader.fits(alone(translation), inPlaceOf: alone(source))
        return comparison.lost.sorted().map { .lost($0) } + comparison.invented.sorted().map { .invented($0) }
            + comparison.reordered
            + (isMisplaced ? [.misplaced] : [])
            + changed.map { .structure($0, source: parts[$0] ?? 0, translation: foundParts[$0] ?? 0) }
            + (moved.map { [.order($1, source: $0)] } ?? [])
    }

    /// What a translation has lost or invented of what only the rest of the document tells to be protected.
    private func declaredDifferences(
        _ source: String, _ translation: String, _ reader: any DocumentFormatReader.Type
    ) -> [Discrepancy] {
        let declared = declaredSpans(for: reader)
        guard !declared.isEmpty else { return [] }
        let protected = reader.protected.declaring(ProtectedSpans.any(of: declared))
        let (wanted, found) = (protected.census(of: source), protected.census(of: translation))
        return declared.sorted().compactMap { span in
            let (count, other) = (wanted[span, default: 0], found[span, default: 0])
            return count == other ? nil : other < count ? .lost(span) : .invented(span)
        }
    }

    private static func remarks(in translation: String, on source: String) -> [Discrepancy] {
        Preface.line(of: translation, source: source).map { [.remark($0)] } ?? []
    }
}

extension String {
    /// The text of a range of bytes in UTF-8.
    subscript(bytes range: Range<Int>) -> Substring {
        let start = utf8.index(startIndex, offsetBy: range.lowerBound)
        return self[start..<utf8.index(start, offsetBy: range.count)]
    }
}
