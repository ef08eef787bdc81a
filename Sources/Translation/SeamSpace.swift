/// The white space at a seam: what the model gave, what it lost, and what is known from before.
///
/// White space that was received behind the anchor is evidence, whenever it came: before the beginning of a word it
/// is exactly what stands there; with nothing behind it, it is how that white space begins.
struct SeamSpace: Sendable, Equatable {
    /// The white space that was received behind the anchor.
    let known: [Unicode.Scalar]
    /// Whether the beginning of a word was received behind it: then the white space is whole.
    let isWhole: Bool

    /// What stands between the anchor and the words of a continuation.
    ///
    /// - Parameters:
    ///   - lead: The white space that the continuation began with.
    ///   - first: The first scalar of its words.
    ///   - isKnownWord: Whether the words are those that were received before.
    func between(lead: [Unicode.Scalar], first: Unicode.Scalar?, isKnownWord: Bool) -> [Unicode.Scalar] {
        if isWhole, isKnownWord { return known }
        if lead.isEmpty { return first.map(closes) == true ? [] : known }
        if known.starts(with: lead) { return known }
        let (given, before) = (breaks(in: lead), breaks(in: known))
        if lead.starts(with: known) { return isWhole && given == 0 && !known.isEmpty ? known : lead }
        if given < before { return known }
        // Two spaces at the end of a line are Markdown's hard line break.
        if given > 0, before == 0, !isWhole, known.count > 1, lead.first != " " { return known + lead }
        return lead
    }

    /// Punctuation that stands right behind a word when a model leaves the space out.
    ///
    /// Where white space and nothing else was received, it keeps most marks from that: French puts a space before
    /// some, Markdown between the brackets of “[ ]”.
    private func closes(_ first: Unicode.Scalar) -> Bool {
        if breaks(in: known) > 0 { return false }
        if !isWhole { return ".,…、。，،".unicodeScalars.contains(first) }
        return ".,;:!?)]}»”’…、。，！？；：）」』】،؛؟।".unicodeScalars.contains(first)
    }

    private func breaks(in white: [Unicode.Scalar]) -> Int {
        white.indices.count { index in
            white[index].isLineBreak
                || white[index] == "\r" && !(index + 1 < white.count && white[index + 1] == "\n")
        }
    }
}
