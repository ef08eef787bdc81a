import Documents
import Support
import Testing

@Suite("Encodings", .besideAnother)
struct EncodingTests {
    private static let text = "# Ein Fluß\r\n\r\nEr fließt, 漢字 😀.\rWeiter.\n\n```\nx\n```\n"

    @Test(
        "A file with a byte order mark comes back in its encoding, with its mark and its line endings",
        arguments: TextEncoding.allCases)
    func roundTrip(encoding: TextEncoding) throws {
        let bytes = Self.bytes("\u{FEFF}" + Self.text, encoding)
        let document = try SourceDocument(bytes: bytes, format: .markdown)
        #expect(document.segments.first == SourceSegment(kind: .verbatim, text: "\u{FEFF}"))
        #expect(document.segments.map(\.text).joined().utf8.elementsEqual("\u{FEFF}\(Self.text)".utf8))
        #expect(try Self.assembled(document, bytes) { $0 } == bytes)
        let shouted = try Self.assembled(document, bytes) { $0.uppercased() }
        let expected = Self.text.uppercased().replacing("```\nX\n```", with: "```\nx\n```")
        #expect(shouted == Self.bytes("\u{FEFF}" + expected, encoding))
    }

    @Test("A table of strings as Xcode has long written them comes back in UTF-16", arguments: [true, false])
    func strings(isLittle: Bool) throws {
        let encoding = isLittle ? TextEncoding.utf16LittleEndian : .utf16BigEndian
        let table = "\u{FEFF}/* The button. */\r\n\"save\" = \"Save “it”\";\r\n"
        let bytes = Self.bytes(table, encoding)
        let document = try SourceDocument(bytes: bytes, format: .strings)
        #expect(document.segments.filter { $0.kind == .translatable }.map(\.prompt) == ["Save “it”"])
        #expect(try Self.assembled(document, bytes) { $0 } == bytes)
        let result = try Self.assembled(document, bytes) { _ in "保存\n\"それ\"" }
        #expect(result == Self.bytes(table.replacing("Save “it”", with: "保存\\n\\\"それ\\\""), encoding))
    }

    @Test(
        "What is not sound in the encoding that its mark tells is refused, with the line",
        arguments: [
            ([0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xD8], .undecodable(.utf16LittleEndian, line: 2, byteOffset: 6)),
            ([0xFE, 0xFF, 0, 0x61, 0xDC, 0x00, 0, 0x61], .undecodable(.utf16BigEndian, line: 1, byteOffset: 4)),
            ([0xFF, 0xFE, 0x0D, 0, 0x0A, 0, 0x61], .undecodable(.utf16LittleEndian, line: 2, byteOffset: 6)),
            ([0xFF, 0xFE, 0, 0, 0x61, 0, 0x11, 0], .undecodable(.utf32LittleEndian, line: 1, byteOffset: 4)),
            ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61, 0, 0], .undecodable(.utf32BigEndian, line: 1, byteOffset: 8)),
            ([0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0, 0], .containsNUL(line: 2)),
            ([0xFF, 0xFE], .blank),
            ([0xFF, 0xFE, 0x20, 0], .blank),
            ([0x61, 0, 0x62, 0, 0x0A, 0], .missingByteOrderMark(.utf16LittleEndian)),
            ([0, 0x61, 0, 0x62], .missingByteOrderMark(.utf16BigEndian)),
            ([0x61, 0, 0x62], .containsNUL(line: 1)),
        ] as [([UInt8], DocumentError)])
    func refused(bytes: [UInt8], error: DocumentError) {
        #expect(throws: error) { try SourceDocument(bytes: bytes, format: .text) }
    }

    @Test("Segments of another document are told from those of the original")
    func otherDocument() throws {
        let bytes = Array("One.\n\nTwo.\n".utf8)
        let pairs = try SourceDocument(bytes: bytes, format: .text).segments.map { (source: $0, translated: $0.prompt) }
        #expect(try Assembly.assemble(pairs, format: .text, original: bytes) == bytes)
        for other in [Array(bytes.dropLast()), bytes + [0x61]] {
            #expect(throws: DocumentError.otherDocument) {
                try Assembly.assemble(pairs, format: .text, original: other)
            }
        }
    }

    /// A text in an encoding, written unit by unit.
    static func bytes(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
        switch encoding {
        case .utf8: Array(text.utf8)
        case .utf16LittleEndian: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case .utf32LittleEndian:
            text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(scalar.value >> ($0 * 8) & 0xFF) } }
        case .utf32BigEndian:
            text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(scalar.value >> (24 - $0 * 8) & 0xFF) } }
        }
    }

    private static func assembled(
        _ document: SourceDocument, _ original: [UInt8], by translate: (String) -> String
    ) throws -> [UInt8] {
        try Assembly.assemble(
            document.segments.map { (source: $0, translated: translate($0.prompt)) }, format: document.format,
            original: original)
    }
}
