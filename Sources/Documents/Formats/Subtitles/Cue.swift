/// Finds the cues of subtitles: the lines behind each line of times, up to the next blank line.
///
/// Written by hand: no library for SubRip or WebVTT in Swift or C gives the places of the texts in the file.
enum Cue {
    /// The units of all cues.
    ///
    /// - Parameters:
    ///   - hasNumbers: Whether a line of digits before a line of times is the next cue's number, also where no blank line
    ///     parts it from the text before; and whether a line of blanks is blank. So SubRip is read; WebVTT is stricter.
    ///   - isAside: Whether a line that begins a block makes it one that is no cue, as a note.
    ///   - isTimes: Whether a line is one of times, such as `00:00:01,000 --> 00:00:04,000`.
    /// - Throws: ``DocumentError/malformed(_:line:what:)`` for a line with an arrow that should be one of times: its cue
    ///   would be left out.
    static func units(
        of text: DocumentText, _ format: DocumentFormat, hasNumbers: Bool,
        isAside: (ArraySlice<UInt8>) -> Bool = { _ in false }, isTimes: (ArraySlice<UInt8>) -> Bool
    ) throws(DocumentError) -> [Block] {
        var units: [Block] = []
        var isInside = false
        /// Whether the line is between blocks, as a blank one and the head of WebVTT are; and whether its block is no cue.
        var (isBetween, isBeside) = (true, false)
        /// The text so far, and without its last line.
        var words: Range<Int>?
        var wordsBefore: Range<Int>?
        var lastLine = 0..<0
        var ending = LineEnding.lf
        func close(_ range: Range<Int>?) {
            if let range {
                units.append(Block(kind: .unit(Block.Unit(form: form(of: ending))), range: range))
            }
            (words, wordsBefore) = (nil, nil)
        }
        for line in LineSequence(text.bytes[...]) {
            let content = text.bytes[line.content]
            if isBetween { isBeside = isAside(content) }
            isBetween = hasNumbers ? line.isBlank : content.isEmpty || line.range.lowerBound == 0
            if isTimes(content) {
                let isNumber =
                    hasNumbers && words != nil && text.bytes[lastLine].allSatisfy { Digit.value(of: $0) != nil }
                close(isNumber ? wordsBefore : words)
                (isInside, isBeside) = (true, false)
                let end = text.bytes[line.content.upperBound..<line.range.upperBound]
                ending = end.count == 2 ? .crlf : end.first == UInt8(ascii: "\r") ? .cr : .lf
            } else if isBetween {
                close(words)
                isInside = false
            } else if !isBeside, content.firstRange(of: "-->".utf8) != nil,
                !hasNumbers || !isInside || beginsWithTime(content)
            {
                // In the text of SubRip there may be an arrow; in that of WebVTT there must be none.
                throw .malformed(
                    format, line: text.line(of: line.content.lowerBound),
                    what: "a line with an arrow (-->) must be one of times such as 00:00:01.000 --> 00:00:04.000")
            } else if !isBeside, isNearlyTimes(content) {
                throw .malformed(
                    format, line: text.line(of: line.content.lowerBound),
                    what: "between two times there must be an arrow: 00:00:01.000 --> 00:00:04.000")
            } else if isInside {
                wordsBefore = words
                words = (words?.lowerBound ?? line.content.lowerBound)..<line.content.upperBound
                lastLine = line.content
            }
        }
        close(words)
        return units
    }

    /// Whether a line holds two times with milliseconds, with no arrow between them or another one, and nothing behind but
    /// settings.
    private static func isNearlyTimes(_ line: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(line)
        var cursor = ByteCursor(bytes, 0)
        func space(_ cursor: inout ByteCursor) {
            cursor.takeAll { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }
        func time(_ cursor: inout ByteCursor) -> Bool {
            let start = cursor.index
            guard takeTime(&cursor, fraction: ",.", needsHours: false) else { return false }
            return bytes[start..<cursor.index].reversed().prefix { Digit.value(of: $0) != nil }.count == 3
        }
        space(&cursor)
        guard time(&cursor) else { return false }
        space(&cursor)
        var arrows = 0
        while arrows < 4, Self.strokes.contains(where: { cursor.take($0) }) { arrows += 1 }
        space(&cursor)
        return time(&cursor) && cursor.next.map { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } ?? true
    }

    /// What arrows are made of where they are not as they should be.
    private static let strokes: [StaticString] = ["-", "=", ">", "~", "–", "—", "→"]

    private static func beginsWithTime(_ line: ArraySlice<UInt8>) -> Bool {
        var cursor = ByteCursor(Array(line), 0)
        cursor.takeAll { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return cursor.takeAll { Digit.value(of: $0) != nil } > 0 && cursor.take(":")
    }

    private static func form(of ending: LineEnding) -> String {
        switch ending {
        case .lf: "lf"
        case .crlf: "crlf"
        case .cr: "cr"
        }
    }

    /// A cue's lines, whatever they end with in the file.
    static func decode(_ raw: Substring) -> String { lines(of: raw).joined(separator: "\n") }

    /// Lines as they stand in a cue: none blank, since that would end it, and none with an arrow, since that would begin
    /// one.
    static func encode(_ text: String, form: String) -> String {
        lines(of: Substring(text)).filter { $0.contains { !$0.isWhitespace } }.map { line in
            // By scalars: a mark behind the arrow would make one character of its head.
            String(decoding: Array(line.utf8).replacing("-->".utf8, with: "→".utf8), as: UTF8.self)
        }.joined(separator: form == "crlf" ? "\r\n" : form == "cr" ? "\r" : "\n")
    }

    private static func lines(of text: Substring) -> [String] {
        let bytes = Array(text.utf8)
        var lines = LineSequence(bytes[...]).map { String(decoding: bytes[$0.content], as: UTF8.self) }
        if bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { lines.append("") }
        return lines
    }

    /// Goes past a time: hours of any length, minutes, seconds, and a fraction behind one of the separators.
    ///
    /// - Parameters:
    ///   - needsHours: Whether there must be hours.
    ///   - needsFraction: Whether there must be a fraction.
    static func takeTime(
        _ cursor: inout ByteCursor, fraction separators: String, needsHours: Bool, needsFraction: Bool = true
    ) -> Bool {
        var parts = 0
        repeat {
            guard cursor.takeAll({ Digit.value(of: $0) != nil }) > 0 else { return false }
            parts += 1
        } while cursor.take(":")
        guard parts == 3 || parts == 2 && !needsHours else { return false }
        guard let byte = cursor.next, separators.utf8.contains(byte) else { return !needsFraction }
        cursor.index += 1
        return cursor.takeAll { Digit.value(of: $0) != nil } > 0
    }

    /// Whether a line holds two times with an arrow between them.
    static func isTimes(
        _ line: ArraySlice<UInt8>, fraction separators: String, needsHours: Bool, needsFraction: Bool = true
    ) -> Bool {
        var cursor = ByteCursor(Array(line), 0)
        func space(_ cursor: inout ByteCursor) {
            cursor.takeAll { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }
        space(&cursor)
        guard takeTime(&cursor, fraction: separators, needsHours: needsHours, needsFraction: needsFraction) else {
            return false
        }
        space(&cursor)
        guard cursor.take("-->") else { return false }
        space(&cursor)
        return takeTime(&cursor, fraction: separators, needsHours: needsHours, needsFraction: needsFraction)
    }
}
