import Translation

/// WebVTT subtitles and captions (W3C Candidate Recommendation, 4 April 2019, section 4).
///
/// Notes, styles and regions are verbatim.
enum WebVTTReader: DocumentFormatReader {
    static let title = "WebVTT"
    static let nameExtensions = ["vtt"]
    static let isContinuous = true
    static let rules = SubRipReader.rules
    static let protected = ProtectedSpans([InlineMarkup.tag, timestamp, InlineMarkup.reference, Address.url])

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: "WEBVTT".utf8) || head.starts(with: "\u{FEFF}WEBVTT".utf8)
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        guard text.bytes.starts(with: "WEBVTT".utf8), text.bytes.dropFirst(6).first.map({ $0 <= 0x20 }) ?? true else {
            throw .malformed(.vtt, line: 1, what: "it must begin with WEBVTT")
        }
        let units = Cue.units(of: text, hasNumbers: false) { Cue.isTimes($0, fraction: ".", needsHours: false) }
        return Block.filling(units, count: text.bytes.count)
    }

    static func decode(_ raw: Substring, form: String) -> String { Cue.decode(raw) }
    static func encode(_ text: String, form: String, over old: Substring) -> String { Cue.encode(text, form: form) }

    /// `<00:00:01.000>`, from when the words behind it are to be seen.
    private static let timestamp: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("<"), Cue.takeTime(&cursor, fraction: ".", needsHours: false), cursor.take(">") else {
            return nil
        }
        return cursor.index
    }
}
