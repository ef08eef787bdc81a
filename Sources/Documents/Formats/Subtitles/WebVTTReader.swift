import Translation

/// WebVTT subtitles and captions (W3C Candidate Recommendation, 4 April 2019, section 4).
///
/// Notes, styles and regions are verbatim. A time with a comma, as SubRip has it, is taken for one.
enum WebVTTReader: DocumentFormatReader {
    static let title = "WebVTT"
    static let nameExtensions = ["vtt"]
    static let isContinuous = true
    static let rules = SubRipReader.rules
    static let protected = ProtectedSpans(
        [tag, InlineMarkup.tag, timestamp, InlineMarkup.reference] + [Address.url, Address.mail] + Placeholder.inProse)

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: "WEBVTT".utf8) || head.starts(with: "\u{FEFF}WEBVTT".utf8)
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        guard text.bytes.starts(with: "WEBVTT".utf8), text.bytes.dropFirst(6).first.map({ $0 <= 0x20 }) ?? true else {
            throw .malformed(.vtt, line: 1, what: "it must begin with WEBVTT")
        }
        let units = try Cue.units(of: text, .vtt, hasNumbers: false, isAside: isAside) {
            Cue.isTimes($0, fraction: ".,", needsHours: false)
        }
        return Block.filling(units, count: text.bytes.count)
    }

    /// Whether a block that begins with this line is a note, a style or a region (section 4.1).
    private static func isAside(_ line: ArraySlice<UInt8>) -> Bool {
        let word = line.prefix { $0 > 0x20 }
        return ["NOTE", "STYLE", "REGION"].contains { word.elementsEqual($0.utf8) }
    }

    static func decode(_ raw: Substring, form: String) -> String { Cue.decode(raw) }

    /// Lines of a cue in which only what is markup looks like it.
    ///
    /// That is tags of WebVTT and times, tags that the source has too, and references. A bare “<” would hide all up to the
    /// next “>”.
    static func encode(_ text: String, form: String, over old: Substring) -> String {
        Cue.encode(escaping(text, keeping: old), form: form)
    }

    private static func escaping(_ text: String, keeping old: Substring) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return text }
        let known = ProtectedSpans([tag, timestamp, InlineMarkup.reference])
        let other = ProtectedSpans([tag, timestamp, InlineMarkup.tag])
        let kept = Set(other.census(of: String(old)).keys)
        let matcher: ProtectedSpans.Matcher = { bytes, start in
            guard let end = InlineMarkup.tag(bytes, start),
                kept.contains(String(decoding: bytes[start..<end], as: UTF8.self))
            else { return nil }
            return end
        }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var end = 0
        for span in known.preceded(by: matcher).ranges(in: text) + [bytes.count..<bytes.count] {
            for byte in bytes[end..<span.lowerBound] {
                switch byte {
                case UInt8(ascii: "<"): result += "&lt;".utf8
                case UInt8(ascii: "&"): result += "&amp;".utf8
                default: result.append(byte)
                }
            }
            result += bytes[span]
            end = span.upperBound
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A tag of WebVTT (section 4.2.2): unlike those of HTML it has no quotes, and an apostrophe in it is one.
    private static let tag: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("<") else { return nil }
        _ = cursor.take("/")
        let begin = cursor.index
        cursor.takeAll(upTo: 8) { $0.isLetter }
        guard names.contains(String(decoding: bytes[begin..<cursor.index], as: UTF8.self)),
            let next = cursor.next, next <= 0x20 || next == UInt8(ascii: ".") || next == UInt8(ascii: ">")
        else { return nil }
        cursor.takeAll(upTo: ProtectedSpans.longest) { $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<") }
        return cursor.take(">") ? cursor.index : nil
    }

    private static let names: Set<String> = ["c", "i", "b", "u", "ruby", "rt", "v", "lang"]

    /// `<00:00:01.000>`, from when the words behind it are to be seen.
    private static let timestamp: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("<"), Cue.takeTime(&cursor, fraction: ".", needsHours: false), cursor.take(">") else {
            return nil
        }
        return cursor.index
    }
}
