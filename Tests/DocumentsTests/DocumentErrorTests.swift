import Documents
import Support
import Testing

@Suite("What is no document", .light)
struct DocumentErrorTests {
    @Test(
        "It is refused, with the line",
        arguments: [
            ([], .empty),
            (Array(" \r\n\t\u{3000}\u{2028}".utf8), .blank),
            ([0xEF, 0xBB, 0xBF], .blank),
            ([0xEF, 0xBB, 0xBF, 0x0A], .blank),
            (Array("a\r\nb\rc\nd\0".utf8), .containsNUL(line: 4)),
            ([0x0A, 0x0D, 0x0A, 0x61, 0xE9, 0x62], .notUTF8(line: 3, byteOffset: 4)),
            ([0xEF, 0xBB, 0xBF, 0x61, 0xFF], .notUTF8(line: 1, byteOffset: 4)),
            (Array("a\né".utf8.dropLast()), .notUTF8(line: 2, byteOffset: 2)),
            (Array("\u{10000}\n".utf8) + [0xED, 0xA0, 0x80], .notUTF8(line: 2, byteOffset: 5)),
            (Array("eleven bytes".utf8), .tooLarge(bytes: 12, limit: 11)),
        ] as [([UInt8], DocumentError)])
    func refused(bytes: [UInt8], error: DocumentError) {
        #expect(throws: error) { try SourceDocument(bytes: bytes, format: .text, maximumSize: 11) }
        #expect(throws: error) { try SourceDocument(bytes: bytes, format: .markdown, maximumSize: 11) }
    }

    @Test("Every error says what is wrong and what to do, without the document's text")
    func advice() {
        let errors: [DocumentError] = [
            .empty, .blank, .notUTF8(line: 7, byteOffset: 99), .containsNUL(line: 7), .tooLarge(bytes: 9, limit: 8),
            .unsupportedEncoding("UTF-16"), .missingByteOrderMark(.utf16BigEndian),
            .undecodable(.utf16BigEndian, line: 7, byteOffset: 99),
            .damagedArchive(.text, entry: "a", what: "CRC error"), .missingEntry(.text, "a"),
            .unpacksTooLarge(limit: 8), .tooManyEntries(count: 9, limit: 8), .protected(.text, entry: "a"),
            .member("a", .empty), .otherDocument, .otherLanguage(line: 7, found: "cy", wanted: "es"),
        ]
        for error in errors {
            #expect(!error.message.isEmpty && error.hint.hasSuffix(error.hint.contains("iconv") ? ".utf8" : "."))
        }
        #expect(DocumentError.notUTF8(line: 7, byteOffset: 99).message.contains("line 7"))
        #expect(DocumentError.unsupportedEncoding("UTF-16").hint.contains("iconv -f UTF-16 -t UTF-8"))
    }
}
