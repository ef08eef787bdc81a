import Documents
import Foundation
import Support
import Testing

@Suite("EPUB")
struct EPUBTests {
    @Test("The book's title comes first, then its tables of contents, then its chapters as they are read")
    func prompts() throws {
        let document = try SourceDocument(bytes: Book().packed(), format: .epub)
        #expect(
            document.segments.filter { $0.kind == .translatable }.map(\.prompt) == [
                "[[1]] The quiet river &amp; I\n[[2]] Rivers\n[[3]] <p>It flows.</p>",
                "[[1]] Contents\n[[2]] <x1/>The source</a>\n[[3]] <x2/>The sea</a>",
                "[[1]] The quiet river\n[[2]] The source",
                "[[1]] One\n[[2]] A spring, a&#160;stone.\n[[3]] <em>Water</em> &amp; moss.",
                "[[1]] Two\n[[2]] The sea.",
            ])
        #expect(try DocumentFormat.detect(name: nil, bytes: Book().packed()) == .epub)
        #expect(DocumentFormat.detect(name: "a/Book.EPUB") == .epub)
    }

    @Test("A translation equal to the source gives back the book byte for byte")
    func identity() throws {
        let book = try Book().packed()
        #expect(try translated(book) { $0 } == book)
    }

    @Test(
        "What is not translated is copied as it is packed, and every file keeps its name, time and attributes",
        arguments: [true, false])
    func untouched(hasTimes: Bool) throws {
        var book = try Book().packed()
        if !hasTimes {
            for place in book.indices.dropLast(4) where book[place] == 0x50 {
                let distance = [[0x50, 0x4B, 1, 2]: 12, [0x50, 0x4B, 3, 4]: 10][book[place..<place + 4]]
                if let time = distance.map({ place + $0 }) {
                    book.replaceSubrange(time..<time + 4, with: [0, 0, 0, 0])
                }
            }
        }
        let result = try translated(book) { $0.replacing("quiet", with: "still").replacing("sea", with: "ocean") }
        let (old, new) = try (#require(ZIPDirectory(book)), #require(ZIPDirectory(result)))
        #expect(new.entries.map(\.name) == old.entries.map(\.name))
        #expect(new.entries.map(\.origin) == old.entries.map(\.origin))
        #expect(new.entries.map(\.rest) == old.entries.map(\.rest))
        let changed = zip(old.entries, new.entries).filter { $0.data != $1.data || $0.sums != $1.sums }.map(\.0.name)
        #expect(changed == ["OEBPS/book.opf", "OEBPS/nav.xhtml", "OEBPS/text/chapter two.xhtml", "OEBPS/toc.ncx"])
        let expected = "\u{50}\u{4B}\u{3}\u{4}".utf8
        #expect(result.starts(with: expected) && result[30...].starts(with: "mimetypeapplication/epub+zip".utf8))
        #expect(new.entries.first?.localExtra == 0)
        let files = try unpacked(result)
        #expect(files["OEBPS/text/chapter two.xhtml"] == Book.page("Two", "<p>The ocean.</p>"))
        #expect(files["OEBPS/style.css"] == Book().files["OEBPS/style.css"])
    }

    @Test("Translations are spelt as XML wants them: no reference that only HTML knows, nothing that ends a section")
    func spelling() throws {
        let result = try translated(Book().packed()) { prompt in
            guard prompt.contains("moss") || prompt.contains("It flows") else { return prompt }
            return prompt.contains("moss")
                ? "[[1]] é\n[[2]] R&D&nbsp;&hellip; &foo; ]]> <3\u{B}\n[[3]] <em>Agua</em> &amp; musgo"
                : "[[1]] Río & yo\n[[2]] Ríos\n[[3]] <p>Fluye]]>.</p>"
        }
        let files = try unpacked(result)
        #expect(
            files["OEBPS/text/one.xhtml"]
                == Book.page(
                    "é",
                    "<script src=\"a.js\"/><p>R&amp;D&#160;&#8230; &amp;foo; ]]&gt; &lt;3</p>\r\n"
                        + "<p><em>Agua</em> &amp; musgo</p>"))
        let package = String(decoding: files["OEBPS/book.opf"] ?? [], as: UTF8.self)
        #expect(package.contains("<dc:title>Río &amp; yo</dc:title>"))
        #expect(package.contains("<![CDATA[<p>Fluye]]]]><![CDATA[>.</p>]]>"))
        #expect(package.contains("<dc:language>en</dc:language>"))
    }

    @Test("A name of HTML's own stays where the book has declared it by its document type")
    func declaredReferences() throws {
        var book = Book()
        book.files["OEBPS/text/one.xhtml"] = Book.page("One", "<p>A&nbsp;spring, caf&eacute;.</p>")
        let bytes = try book.packed()
        #expect(try translated(bytes) { $0 } == bytes)
        let files = try unpacked(translated(bytes) { $0.replacing("spring", with: "brook") })
        #expect(files["OEBPS/text/one.xhtml"] == Book.page("One", "<p>A&nbsp;brook, café.</p>"))
    }

    @Test("A chapter in UTF-16 comes back in UTF-16")
    func utf16() throws {
        var book = Book()
        let page = "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<html><body><p>A spring.</p></body></html>"
        book.files["OEBPS/text/one.xhtml"] = EncodingTests.bytes(page, .utf16LittleEndian)
        let bytes = try book.packed()
        #expect(try translated(bytes) { $0 } == bytes)
        let files = try unpacked(translated(bytes) { $0.replacing("spring", with: "źródło") })
        #expect(
            files["OEBPS/text/one.xhtml"]
                == EncodingTests.bytes(page.replacing("spring", with: "źródło"), .utf16LittleEndian))
    }

    @Test("Formulas, scripts and pages without a text stay, with a prefix too")
    func kept() throws {
        var book = Book()
        book.files["OEBPS/text/one.xhtml"] = Book.page(
            "", "<title/><m:math><m:mi>Length</m:mi></m:math><h:p>Text <?a >b?> more.</h:p>")
        book.files["OEBPS/text/chapter two.xhtml"] = []
        let bytes = try book.packed()
        let document = try SourceDocument(bytes: bytes, format: .epub)
        #expect(document.segments.filter { $0.kind == .translatable }.last?.prompt == "Text <?a >b?> more.")
        #expect(try translated(bytes) { $0 } == bytes)
    }

    @Test("Obfuscated fonts are no reason to refuse a book")
    func obfuscatedFonts() throws {
        var book = Book()
        book.files["META-INF/encryption.xml"] = encryption(of: "OEBPS/font.otf")
        #expect(try SourceDocument(bytes: book.packed(), format: .epub).segments.count > 4)
    }

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
            $0.files["META-INF/encryption.xml"] = encryption(of: "OEBPS/text/chapter%20two.xhtml")
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
        #expect(try translated(bytes) { $0 } == bytes)
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
                #expect(try assembled(document, bytes) { $0 } == bytes, "seed \(seed)")
                accepted += 1
                let result = try assembled(document, bytes) { $0.replacing("e", with: "é") }
                let again = Result { try SourceDocument(bytes: result, format: .epub).segments.count }
                #expect(throws: Never.self, "seed \(seed)") { try again.get() }
            } catch {
                refused += 1
            }
        }
        #expect(accepted > 100 && refused > 100, "\(accepted) accepted, \(refused) refused")
    }

    private func assembled(
        _ document: SourceDocument, _ original: [UInt8], by translate: (String) -> String
    ) throws(DocumentError) -> [UInt8] {
        var pairs: [(source: SourceSegment, translated: String)] = []
        for segment in document.segments { pairs.append((segment, translate(segment.prompt))) }
        return try Assembly.assemble(pairs, format: .epub, original: original)
    }

    private func translated(_ book: [UInt8], by translate: (String) -> String) throws -> [UInt8] {
        try assembled(SourceDocument(bytes: book, format: .epub), book, by: translate)
    }

    /// The files of an archive, as another program unpacks them.
    private func unpacked(_ archive: [UInt8]) throws -> [String: [UInt8]] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "unpacked-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(archive).write(to: folder.appending(path: "book.epub"))
        try Book.run("unzip", ["-q", "book.epub"], in: folder)
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            if let data = FileManager.default.contents(atPath: folder.appending(path: name).path) {
                files[name] = Array(data)
            }
        }
        return files
    }

    private func encryption(of file: String) -> [UInt8] {
        Array(
            """
            <encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">
            <enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/>
            <enc:CipherData><enc:CipherReference URI="\(file)"/></enc:CipherData></enc:EncryptedData>
            </encryption>
            """.utf8)
    }
}

extension Book {
    /// Puts one text in the place of another one.
    fileprivate mutating func replace(_ name: String, _ old: String, _ new: String) {
        files[name] = Array(String(decoding: files[name] ?? [], as: UTF8.self).replacing(old, with: new).utf8)
    }
}
