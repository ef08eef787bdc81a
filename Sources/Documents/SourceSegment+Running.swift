extension SourceSegment {
    /// A segment of running text, whose longer protected stretches are hidden from the model; one that is kept as it is where
    /// there is no letter but in what is protected.
    ///
    /// - Parameter recall: Tells the translation of a body that is there already.
    init(
        running text: String, _ protected: ProtectedSpans,
        recall: (@Sendable (_ text: String) -> Recollection?)? = nil
    ) {
        let body = String(SurroundingSpace(of: text).body)
        let spans = protected.ranges(in: body)
        guard ProtectedSpans.hasLetter(body, outside: spans) else {
            self.init(kind: .verbatim, text: text)
            return
        }
        let recalled = Recollection(of: body, recall)
        defer { self.recalled = recalled }
        // What is recalled has no marks, and nothing in it may be taken for one.
        let texts = [body, recalled?.text ?? ""].joined(separator: "\n")
        let bytes = Array(body.utf8)
        guard spans.contains(where: { protected.hides($0, in: bytes) }), let mask = SpanMask(sparing: texts) else {
            self.init(kind: .translatable, text: text)
            return
        }
        var layout = Layout(places: [], spans: [], letter: mask.mark)
        let prompt = mask.masking(body, spans, of: protected, into: &layout.spans)
        self.init(kind: .translatable, text: text, layout: layout, prompt: prompt)
    }
}
