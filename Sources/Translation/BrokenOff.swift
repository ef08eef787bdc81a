/// Recognises a text that breaks off in mid-sentence, or in a block of code, where its source does not.
enum BrokenOff {
    /// Languages whose sentences end with a space, or with a mark that is often left out.
    private static let withoutMarks: Set<String> = ["th", "lo", "km", "my", "bo", "dz", "shn", "nod", "ii", "lzh"]

    /// Letters in a source from which on a missing full stop tells.
    ///
    /// Translations of shorter messages of programs lack it in 1 of 400, those of 72,838 longer texts in 1 of 1,600.
    private static let telling = 250.0
    /// The share of its source's length below which it tells in a short text as well.
    private static let likely = 0.7

    /// Whether a text breaks off where its source does not.
    ///
    /// The source's last line must be running text and end with a full stop or its like; the translation's then must not end
    /// with a letter, a comma or a hyphen. A list item or a heading may drop its full stop, but does not end with a
    /// comma.
    static func isBrokenOff(
        _ text: String, of source: String, share: Double, sourceWeight: Double, into target: LanguageTag?
    ) -> Bool {
        if openFence(in: text), !openFence(in: source) { return true }
        if let target, withoutMarks.contains(target.language) { return false }
        guard SentenceEnd(of: source) == .finished else { return false }
        switch SentenceEnd(of: text) {
        case .open: return true
        case .letter:
            return !endsWithLabel(source) && (sourceWeight >= telling || share < likely)
        case .finished, .other: return false
        }
    }

    /// Whether the last fence of backquotes or tildes is not closed.
    private static func openFence(in text: String) -> Bool {
        guard text.utf8.hasRun(of: UInt8(ascii: "`")) || text.utf8.hasRun(of: UInt8(ascii: "~")) else { return false }
        var open: (mark: Character, length: Int)?
        for line in text.split(whereSeparator: \.isNewline) {
            let body = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
            guard let mark = body.first, mark == "`" || mark == "~" else { continue }
            let length = body.prefix { $0 == mark }.count
            guard length >= 3 else { continue }
            let rest = body.dropFirst(length)
            if let fence = open {
                if fence.mark == mark, length >= fence.length, rest.allSatisfy(\.isWhitespace) { open = nil }
            } else if mark == "~" || !rest.contains("`") {
                open = (mark, length)
            }
        }
        return open != nil
    }

    /// The lines after the last blank one.
    private static func lastBlock(of text: String) -> ArraySlice<Substring> {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let end = lines.lastIndex { !$0.allSatisfy(\.isWhitespace) }.map { $0 + 1 } ?? 0
        let start = lines[..<end].lastIndex { $0.allSatisfy(\.isWhitespace) }.map { $0 + 1 } ?? 0
        return lines[start..<end]
    }

    /// Whether a text ends with a heading, a list item, a table's row, or a paragraph too short to be running text.
    private static func endsWithLabel(_ text: String) -> Bool {
        let block = lastBlock(of: text)
        return block.reduce(0, { $0 + $1.count }) < 80 || block.contains(where: isMarked)
    }

    private static func isMarked(_ line: Substring) -> Bool {
        let body = line.drop { $0.isWhitespace || $0 == ">" }
        guard let first = body.first else { return false }
        if "#-*+|•".contains(first) { return true }
        let number = body.prefix { $0.isNumber }
        return !number.isEmpty && [".", ")"].contains(body.dropFirst(number.count).first)
    }
}

extension Sequence<UInt8> {
    /// Whether a byte stands three times in a row: without that no line can be a fence.
    fileprivate func hasRun(of byte: UInt8) -> Bool {
        var run = 0
        for next in self {
            run = next == byte ? run + 1 : 0
            if run == 3 { return true }
        }
        return false
    }
}
