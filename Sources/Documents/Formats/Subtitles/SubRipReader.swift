import Translation

/// SubRip subtitles: a number, a line of times, and the text, up to a blank line.
enum SubRipReader: DocumentFormatReader {
    static let title = "SubRip"
    static let nameExtensions = ["srt"]
    static let isContinuous = true
    static let rules = "The text is subtitles: keep each line short, and as many lines as there are."
    static let protected = ProtectedSpans(
        [InlineMarkup.tag, position] + [Address.url, Address.mail] + Placeholder.inProse)

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        let lines = Array(LineSequence(head).prefix(3).map { head[$0.content] })
        return lines.count > 1 && lines[0].allSatisfy { Digit.value(of: $0) != nil } && isTimes(lines[1])
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        let units = try Cue.units(of: text, .srt, hasNumbers: true, isTimes: isTimes)
        guard !units.isEmpty else {
            throw .malformed(
                .srt, line: 1, what: "there is no text below a line of times such as 00:00:01,000 --> 00:00:04,000")
        }
        return Block.filling(units, count: text.bytes.count)
    }

    static func decode(_ raw: Substring, form: String) -> String { Cue.decode(raw) }
    static func encode(_ text: String, form: String, over old: Substring) -> String { Cue.encode(text, form: form) }

    private static func isTimes(_ line: ArraySlice<UInt8>) -> Bool {
        Cue.isTimes(line, fraction: ",.", needsHours: true, needsFraction: false)
    }

    /// `{\an8}`, as Advanced SubStation Alpha has it, which players heed here too.
    private static let position: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("{\\") else { return nil }
        cursor.takeAll(upTo: 60) { $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "\n") }
        return cursor.take("}") ? cursor.index : nil
    }
}
