import Documents
import Testing

@Suite("The finished document")
struct AssemblyTests {
    @Test("A translation has its source's white space at both ends, whatever the model put there")
    func surroundingSpace() {
        #expect(Assembly.finished(source: "\n  Hello.\n\n", translation: "Hola.") == "\n  Hola.\n\n")
        #expect(Assembly.finished(source: "Hello.", translation: "\n\nHola. \n") == "Hola.")
        #expect(Assembly.finished(source: "\u{3000}Hello.", translation: " Hola.") == "\u{3000}Hola.")
        #expect(Assembly.finished(source: " \n", translation: "Hola.") == " \n")
        #expect(Assembly.finished(source: " A ", translation: "") == "  ")
    }

    @Test("A combining mark after a space is not lost with the space")
    func combiningMark() {
        let finished = Assembly.finished(source: "A", translation: " \u{301}b \u{301}")
        #expect(Array(finished.unicodeScalars) == ["\u{301}", "b", " ", "\u{301}"])
    }

    @Test("Lines end as they do in the source")
    func lineEndings() {
        #expect(Assembly.finished(source: "a\r\nb\r\n", translation: "x\ny") == "x\r\ny\r\n")
        #expect(Assembly.finished(source: "a\nb\n", translation: "x\r\ny\r\n") == "x\ny\n")
        #expect(Assembly.finished(source: "a\rb", translation: "x\ny\nz") == "x\ry\rz")
        #expect(Assembly.finished(source: "a\rb\nc", translation: "x\n\ny") == "x\r\ry")
        #expect(Assembly.finished(source: "a\r\nb\nc\n", translation: "x\ny\nz") == "x\r\ny\nz\n")
        #expect(Assembly.finished(source: "a b", translation: "x\r\ny") == "x\r\ny")
        #expect(Assembly.finished(source: "a b", translation: "x\ny", lineEnding: .crlf) == "x\r\ny")
    }

    @Test("A segment without a line ending takes the document's")
    func prevailingLineEnding() {
        let segments = [
            (source: SourceSegment(kind: .translatable, text: "One. "), translated: "Uno,\nuno. "),
            (source: SourceSegment(kind: .translatable, text: "Two.\r\n"), translated: "Dos."),
        ]
        #expect(String(decoding: Assembly.assemble(segments), as: UTF8.self) == "Uno,\r\nuno. Dos.\r\n")
    }

    @Test("A verbatim segment comes back as it was, whatever is given for it")
    func verbatim() {
        let code = SourceSegment(kind: .verbatim, text: "```\nx\n```\n")
        #expect(Assembly.assemble([(code, "")]) == Array(code.text.utf8))
    }
}
