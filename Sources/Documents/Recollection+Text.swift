extension Recollection {
    /// What is told of a text that is there already, without white space around it; nil where there is nothing.
    init?(of text: String, _ recall: (@Sendable (_ text: String) -> Recollection?)?) {
        guard let found = recall?(text) else { return nil }
        let words = String(SurroundingSpace(of: found.text).body)
        guard !words.isEmpty else { return nil }
        self.init(text: words, origin: found.origin)
    }
}
