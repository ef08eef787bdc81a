import Documents
import Support
import Testing

@Suite("Formats", .light)
struct DocumentFormatTests {
    @Test(
        "A file's name tells its format",
        arguments: [
            ("README.md", .markdown), ("a/b.c/Notes.MARKDOWN", .markdown), ("x.mdown", .markdown), ("x.mkd", .markdown),
            ("notes.txt", .text), ("dir.md/notes", .text), ("md", .text), ("x.md.txt", .text), ("", .text),
            (nil, .text),
        ] as [(String?, DocumentFormat)])
    func detected(name: String?, format: DocumentFormat) {
        #expect(DocumentFormat.detect(name: name, bytes: [UInt8]()) == format)
    }

    @Test("A person may name a format by its name or by an extension, and nothing else")
    func named() {
        #expect(DocumentFormat(named: "Markdown") == .markdown)
        #expect(DocumentFormat(named: "md") == .markdown)
        #expect(DocumentFormat(named: "text") == .text)
        #expect(DocumentFormat(named: "txt") == .text)
        #expect(DocumentFormat(named: "docx") == nil)
        #expect(DocumentFormat(named: "") == nil)
    }
}
