import Documents
import Support
import Testing

@Suite("Subtitles", .light)
struct SubtitleTests {
    private static let srt = """
        1
        00:00:01,000 --> 00:00:04,000
        <i>Where were you?</i>

        2
        00:00:05,000 --> 00:00:07,500 X1:0 X2:1
        {\\an8}At home,
        all day.

        3
        00:00:08,000 --> 00:00:09,000
        42

        """

    @Test("Cues go together, numbered, without their numbers and times; a cue without a letter stays")
    func prompts() throws {
        #expect(
            try DocumentsTests.prompts(Self.srt, .srt) == [
                "[[1]] <i>Where were you?</i>\n[[2]] {\\an8}At home,\nall day."
            ])
    }

    @Test("Each translation comes to its place, and everything else stays as it is", arguments: ["\n", "\r\n"])
    func places(ending: String) throws {
        let source = Self.srt.replacing("\n", with: ending)
        let result = try translated(source, .srt) { _ in
            "[[1]] <i>¿Dónde estabas?</i>\n\n[[2]] {\\an8}En casa,\n\ntodo el --> día."
        }
        let expected = Self.srt.replacing("Where were you?", with: "¿Dónde estabas?")
            .replacing("At home,\nall day.", with: "En casa,\ntodo el → día.").replacing("\n", with: ending)
        #expect(result == expected)
    }

    @Test("An answer that does not tell the cues apart changes nothing, and is known to be unsound")
    func mixedUp() throws {
        let segment = try #require(
            try SourceDocument(bytes: Array(Self.srt.utf8), format: .srt).segments.first { $0.kind == .translatable })
        for answer in ["Una sola línea.", "[[2]] b\n[[1]] a", "[[1]] a", "[[1]] a\n[[2]] b\n[[3]] c", "[[1]] a\n[[2]]"]
        {
            #expect(Assembly.finished(segment, translation: answer, format: .srt) == segment.text)
            #expect(segment.discrepancies(of: answer, format: .srt) == [.units(sent: 2)], "\(answer)")
        }
        #expect(segment.discrepancies(of: segment.prompt, format: .srt).isEmpty)
        #expect(
            segment.discrepancies(of: "[[1]] <b>a\n[[2]] {\\an8}b", format: .srt)
                == [.lost("</i>"), .lost("<i>"), .invented("<b>")])
    }

    @Test("A line of times without its arrow is refused, with the line; what somebody says of times is not")
    func nearlyTimes() throws {
        for (arrow, line) in [("->", 6), ("—>", 6), (" ", 6), ("==>", 6)] {
            let torn = Self.srt.replacing("00:00:05,000 -->", with: "00:00:05,000 \(arrow)")
            let error = #expect(throws: DocumentError.self) { try segments(torn, .srt) }
            #expect(error?.message.contains("line \(line)") == true, "\(String(describing: error))")
        }
        let error = #expect(throws: DocumentError.self) {
            try segments("WEBVTT\n\n00:01.000 -> 00:02.000\nHello\n", .vtt)
        }
        #expect(error?.message.contains("line 3") == true, "\(String(describing: error))")
        let said =
            "1\n00:00:01,000 --> 00:00:04,000\nOpen 10:30 - 11:45\n1:42.38 – 1:43.10, so close!\n10:30,5 - 11:00,5\n"
        #expect(try DocumentsTests.prompts(said, .srt).count == 1)
        let note = "WEBVTT\n\nNOTE\n00:01.000 -> 00:02.000\n\n00:01.000 --> 00:02.000\nHello\n"
        #expect(try DocumentsTests.prompts(note, .vtt) == ["Hello"])
    }

    @Test("Placeholders and addresses in cues are known too", arguments: [DocumentFormat.srt, .vtt])
    func placeholders(format: DocumentFormat) throws {
        let head = format == .vtt ? "WEBVTT\n\n00:00:01.000" : "1\n00:00:01,000"
        let time = format == .vtt ? "00:00:04.000" : "00:00:04,000"
        for span in ["%s", "%1$@", "%(name)s", "{name}", "{{x}}", "${x}", "{0}", "%lld", "ann.lee@example.org"] {
            let segment = try #require(
                try SourceDocument(
                    bytes: Array("\(head) --> \(time)\nHello \(span) there\n".utf8), format: format
                ).segments.first { $0.kind == .translatable })
            #expect(segment.discrepancies(of: "Hola aquí", format: format).count == 1, "\(span)")
        }
    }

    @Test("What has no line of times is no SubRip, and what does not begin with WEBVTT is no WebVTT")
    func unsound() {
        #expect(throws: DocumentError.self) { try segments("Some text.\n", .srt) }
        #expect(throws: DocumentError.self) { try segments(Self.srt, .vtt) }
    }

    @Test("Of WebVTT the notes, styles, identifiers and settings stay, and times within a cue")
    func webVTT() throws {
        let text = """
            WEBVTT - A title

            NOTE Not to be
            translated.

            STYLE
            ::cue { color: red }

            intro
            00:01.000 --> 00:04.000 align:start position:10%
            <v Ann>Never <00:02.000>drink &amp; drive.
            Ever.
            """
        #expect(
            try DocumentsTests.prompts(text, .vtt) == ["<v Ann>Never <00:02.000>drink &amp; drive.\nEver."])
        let result = try translated(text, .vtt) { _ in "<v Ann>Si bebes, <00:02.000>no conduzcas.\nNunca." }
        #expect(
            result
                == text.replacing(
                    "Never <00:02.000>drink &amp; drive.\nEver.", with: "Si bebes, <00:02.000>no conduzcas.\nNunca."))
    }

    @Test(
        "A line with an arrow that should be one of times and is none is refused, so that no cue is left out",
        arguments: [
            ("00:00:01 --> xx", DocumentFormat.vtt), ("00:01.000 --> 2", .vtt), ("00:01.000-->", .vtt),
            ("a --> b", .vtt), ("00:00:01 --> xx", .srt), ("00:01,000 --> 00:02,000", .srt), ("a --> b", .srt),
        ])
    func badTimes(line: String, format: DocumentFormat) throws {
        let head = format == .vtt ? "WEBVTT\n" : "0\n00:00:00,000 --> 00:00:01,000\nHey\n"
        for (text, number) in [
            ("\n1\n\(line)\nHello\n", 3), ("\n\(line)\nHello\n\n00:00:03.000 --> 00:00:04.000\nBye\n", 2),
        ] {
            let error = #expect(throws: DocumentError.self) { try segments(head + text, format) }
            guard case .malformed(format, let place, _) = error else {
                Issue.record("\(error.map { "\($0)" } ?? "nothing")")
                continue
            }
            #expect(place == number + (format == .vtt ? 1 : 3))
        }
    }

    @Test("WebVTT with a comma in its times is read; an arrow in a title, in a note or a style is of no matter")
    func leniency() throws {
        let text =
            "WEBVTT a --> b\n\nNOTE\none --> two\n\nSTYLE\n<!-- x -->\n\n00:00:01,000 --> 00:00:02,000\nHello\n"
        #expect(try DocumentsTests.prompts(text, .vtt) == ["Hello"])
        #expect(try translated(text, .vtt) { _ in "Hola" } == text.replacing("Hello", with: "Hola"))
        let near = "WEBVTT\n00:00:01 --> xx\nHello\n"
        #expect(throws: DocumentError.self) { try segments(near, .vtt) }
        let arrow = "1\n00:00:01,000 --> 00:00:02,000\nFrom Rome --> to Paris\n"
        #expect(try DocumentsTests.prompts(arrow, .srt) == ["From Rome --> to Paris"])
        let late = "1\n00:00:01,000 --> 00:00:02,000\nHello\n2\n00:00:03,00 -> 4 -->\nBye\n"
        #expect(throws: DocumentError.self) { try segments(late, .srt) }
    }

    @Test("In WebVTT what is no tag and no reference is escaped; tags and times are as they were")
    func escapes() throws {
        let head = "WEBVTT\n\n00:01.000 --> 00:04.000\n"
        for (source, answer, expected) in [
            ("Salt", "R&D < 3 <3 & a <b c > d", "R&amp;D &lt; 3 &lt;3 &amp; a <b c > d"),
            ("Salt", "<i>Sal</i> &amp; &lt; &nbsp; &D; <font x>", "<i>Sal</i> &amp; &lt; &nbsp; &amp;D; &lt;font x>"),
            (
                "<v Ann O'Neil>Salt <00:02.000>now", "<v Ann O'Neil>Sal <00:02.000>ya & <",
                "<v Ann O'Neil>Sal <00:02.000>ya &amp; &lt;"
            ), ("<font x>Salt</font>", "<font x>Sal</font>", "<font x>Sal</font>"),
            ("<c.loud.x>Salt</c>", "<c.loud.x>Sal</c> </>", "<c.loud.x>Sal</c> &lt;/>"),
        ] {
            #expect(try translated(head + source, .vtt) { _ in answer } == head + expected)
        }
        let bare = head + "R&D <3 x"
        #expect(try translated(bare, .vtt) { $0 } == bare)
    }

    @Test("Both are told by their first lines where the name says nothing")
    func detected() {
        #expect(DocumentFormat.detect(name: "film", bytes: Array(Self.srt.utf8)) == .srt)
        #expect(DocumentFormat.detect(name: nil, bytes: Array("WEBVTT\n\n".utf8)) == .vtt)
        #expect(DocumentFormat.detect(name: "film.srt") == .srt)
    }

    @Test("A cue's number stays where it is, also without a blank line before it; other endings and odd blanks too")
    func numbers() throws {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nHello\n2\n00:00:03,000 --> 00:00:04\nWorld\n7\n\n"
        #expect(try DocumentsTests.prompts(text, .srt) == ["[[1]] Hello\n[[2]] World\n7"])
        let old = text.replacing("\n", with: "\r")
        #expect(
            try translated(old, .srt) { _ in "[[1]] Hola\nallí\n[[2]] Mundo" }
                == "1\r00:00:01,000 --> 00:00:02,000\rHola\rallí\r2\r00:00:03,000 --> 00:00:04\rMundo\r\r")
        let blanks = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n \nthere\n"
        #expect(try DocumentsTests.prompts(blanks, .vtt) == ["Hello\n \nthere"])
        #expect(throws: DocumentError.self) { try segments("WEBVTTX\n", .vtt) }
    }
}
