import Documents
import Support
import Testing

@Suite("The finished document", .light)
struct AssemblyTests {
    @Test("A translation has its source's white space at both ends, whatever the model put there")
    func surroundingSpace() {
        #expect(finished("\n  Hello.\n\n", translation: "Hola.") == "\n  Hola.\n\n")
        #expect(finished("Hello.", translation: "\n\nHola. \n") == "Hola.")
        #expect(finished("\u{3000}Hello.", translation: " Hola.") == "\u{3000}Hola.")
        #expect(finished(" \n", translation: "Hola.") == " \n")
        #expect(finished(" A ", translation: "") == "  ")
    }

    @Test("A zero byte in a translation does not get into the document, which would be no text any more")
    func zeroByte() {
        #expect(finished("A b\n", translation: "\0x\0 y\0") == "x y\n")
    }

    @Test("A combining mark after a space is not lost with the space")
    func combiningMark() {
        let finished = finished("A", translation: " \u{301}b \u{301}")
        #expect(Array(finished.unicodeScalars) == ["\u{301}", "b", " ", "\u{301}"])
    }

    @Test("Lines end as they do in the source")
    func lineEndings() {
        #expect(finished("a\r\nb\r\n", translation: "x\ny") == "x\r\ny\r\n")
        #expect(finished("a\nb\n", translation: "x\r\ny\r\n") == "x\ny\n")
        #expect(finished("a\rb", translation: "x\ny\nz") == "x\ry\rz")
        #expect(finished("a\rb\nc", translation: "x\n\ny") == "x\r\ry")
        #expect(finished("a\r\nb\nc\n", translation: "x\ny\nz") == "x\r\ny\nz\n")
        #expect(finished("a b", translation: "x\r\ny") == "x\r\ny")
        #expect(finished("a b", translation: "x\ny", lineEnding: .crlf) == "x\r\ny")
    }

    @Test("A segment without a line ending takes the document's")
    func prevailingLineEnding() {
        let segments = [
            (source: SourceSegment(kind: .translatable, text: "One. "), translated: "Uno,\nuno. "),
            (source: SourceSegment(kind: .translatable, text: "Two.\r\n"), translated: "Dos."),
        ]
        #expect(String(decoding: Assembly.assemble(segments, format: .text), as: UTF8.self) == "Uno,\r\nuno. Dos.\r\n")
    }

    @Test("A verbatim segment comes back as it was, whatever is given for it")
    func verbatim() {
        let code = SourceSegment(kind: .verbatim, text: "```\nx\n```\n")
        #expect(Assembly.assemble([(code, "")], format: .markdown) == Array(code.text.utf8))
    }

    private func finished(_ source: String, translation: String, lineEnding: LineEnding? = nil) -> String {
        Assembly.finished(
            SourceSegment(kind: .translatable, text: source), translation: translation, format: .text,
            lineEnding: lineEnding)
    }
}
