import Documents
import Support
import Testing

@Suite("Books that are not sound", .besideAnother, .enabled(if: Installed.has("zip"), "books are packed by Info-ZIP"))
struct EPUBDamageTests {
    @Test("What is no sound book is refused with what is wrong, and in which file")
    func refused() throws {
        let sound = try Book().packed()
        func expect(_ error: DocumentError, options: [String] = [], _ change: (inout Book) -> Void) throws {
            var book = Book()
            change(&book)
            let bytes = try book.packed(options: options)
            #expect(throws: error) { try SourceDocument(bytes: bytes, format: .epub) }
            #expect(!error.message.isEmpty && !error.hint.isEmpty)
        }
        #expect(throws: DocumentError.empty) { try SourceDocument(bytes: [], format: .epub) }
        #expect(throws: DocumentError.damagedArchive(.epub, entry: nil, what: "Not a zip archive")) {
            try SourceDocument(bytes: sound.dropLast(100), format: .epub)
        }
        try expect(.missingEntry(.epub, "META-INF/container.xml")) { $0.files["META-INF/container.xml"] = nil }
        try expect(.missingEntry(.epub, "OEBPS/book.opf")) { $0.files["OEBPS/book.opf"] = nil }
        try expect(.missingEntry(.epub, "OEBPS/text/one.xhtml")) { $0.files["OEBPS/text/one.xhtml"] = nil }
        try expect(
            .member(
                "OEBPS/book.opf", .malformed(.epub, line: 19, what: "the spine names “x”, which the manifest has not"))
        ) { $0.replace("OEBPS/book.opf", "idref=\"one\"", "idref=\"x\"") }
        try expect(.member("OEBPS/text/one.xhtml", .notUTF8(line: 2, byteOffset: 3))) {
            $0.files["OEBPS/text/one.xhtml"] = [0x3C, 0x61, 0x0A, 0xE9]
        }
        try expect(.member("OEBPS/text/one.xhtml", .unsupportedEncoding("ISO-8859-1"))) {
            $0.files["OEBPS/text/one.xhtml"] = Array("<?xml version='1.0' encoding='ISO-8859-1'?><p>é</p>".utf8)
        }
        try expect(.protected(.epub, entry: "OEBPS/text/chapter two.xhtml")) {
            $0.files["META-INF/encryption.xml"] = Book.encryption(of: "OEBPS/text/chapter%20two.xhtml")
        }
        try expect(.protected(.epub, entry: "META-INF/container.xml"), options: ["-P", "secret"]) { _ in }
        try expect(.missingEntry(.epub, "etc/passwd")) {
            $0.replace("OEBPS/book.opf", "text/one.xhtml", "../../../etc/passwd")
        }
    }

    @Test("What unpacks to more than was allowed is refused, whatever the archive says about it")
    func bomb() throws {
        var book = Book()
        book.files["OEBPS/text/one.xhtml"] = Book.page("One", String(repeating: "A", count: 3_000_000))
        var bytes = try book.packed()
        #expect(bytes.count < 20_000)
        let error = DocumentError.unpacksTooLarge(limit: 1_000_000)
        #expect(throws: error) { try SourceDocument(bytes: bytes, format: .epub, maximumSize: 1_000_000) }
        // The archive claims that each file has one byte.
        for place in bytes.indices.dropLast(46) {
            if bytes[place...].starts(with: [0x50, 0x4B, 1, 2]) {
                bytes.replaceSubrange(place + 24..<place + 28, with: [1, 0, 0, 0])
            }
        }
        #expect(throws: DocumentError.self) { try SourceDocument(bytes: bytes, format: .epub, maximumSize: 1_000_000) }
    }

    @Test("Entities are neither expanded nor fetched")
    func entities() throws {
        var book = Book()
        book.replace(
            "OEBPS/book.opf", "<package ",
            "<!DOCTYPE package [<!ENTITY a \"&b;&b;\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>\n<package ")
        book.replace("OEBPS/book.opf", "<dc:subject>Rivers", "<dc:subject>The &aa; rivers")
        let bytes = try book.packed()
        let prompt = try SourceDocument(bytes: bytes, format: .epub).segments.first { $0.kind == .translatable }?.prompt
        #expect(prompt?.contains("The &aa; rivers") == true)
        #expect(try Book.translated(bytes) { $0 } == bytes)
    }

    @Test("However a book is damaged, it is refused or it is sound")
    func damaged() throws {
        let sound = try Book().packed()
        var (accepted, refused) = (0, 0)
        for seed in 0..<3000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bytes = sound
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch random.next() % 4 {
                case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
                case 1: bytes[place] = random.pick([0, 0xFF, 0x7F, 0x80])
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &random)))
                default:
                    bytes.insert(
                        contentsOf: bytes[place...].prefix(7), at: Int.random(in: bytes.indices, using: &random))
                }
            }
            do throws(DocumentError) {
                let document = try SourceDocument(bytes: bytes, format: .epub, maximumSize: 1 << 20)
                #expect(try Book.assembled(document, bytes) { $0 } == bytes, "seed \(seed)")
                accepted += 1
                let result = try Book.assembled(document, bytes) { $0.replacing("e", with: "é") }
                let again = Result { try SourceDocument(bytes: result, format: .epub).segments.count }
                #expect(throws: Never.self, "seed \(seed)") { try again.get() }
            } catch {
                refused += 1
            }
        }
        #expect(accepted > 100 && refused > 100, "\(accepted) accepted, \(refused) refused")
    }

    @Test("However the files of a book are damaged before it is packed, it is refused or it comes back as it is")
    func damagedWithin() throws {
        var (accepted, refused) = (0, 0)
        for seed in 0..<60 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var book = Book()
            for (name, bytes) in book.files.sorted(by: { $0.key < $1.key }) where random.next() % 3 == 0 {
                var bytes = bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                    let place = Int.random(in: bytes.indices, using: &random)
                    switch random.next() % 4 {
                    case 0: bytes.insert(contentsOf: random.pick(Self.markup).utf8, at: place)
                    case 1: bytes.removeSubrange(place..<min(bytes.count, place + 5))
                    case 2: bytes.removeSubrange(place...)
                    default: bytes[place] = random.pick(Array("<>&\"'/=! -]".utf8) + [0xFF])
                    }
                }
                book.files[name] = bytes
            }
            let bytes = try book.packed()
            do throws(DocumentError) {
                let document = try SourceDocument(bytes: bytes, format: .epub, maximumSize: 1 << 20)
                #expect(try Book.assembled(document, bytes) { $0 } == bytes, "seed \(seed)")
                _ = try Book.assembled(document, bytes) { $0.replacing("e", with: "é") }
                accepted += 1
            } catch {
                refused += 1
            }
        }
        #expect(accepted > 10 && refused > 10, "\(accepted) accepted, \(refused) refused")
    }

    private static let markup = [
        "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!DOCTYPE a [", "</metadata>", "<title/>", "<script>", "<a:b",
        "<:>", "</", "&#xFFFFFFFFF;", "%zz%", "<item id=", "\u{FEFF}", "<dc:title>", "<pre>", " translate=\"no\" ",
    ]
}
