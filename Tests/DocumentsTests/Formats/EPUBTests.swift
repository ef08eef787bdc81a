import Documents
import Foundation
import Support
import Testing

@Suite("EPUB", .light, .enabled(if: Installed.has("zip", "unzip"), "books are packed by Info-ZIP"))
struct EPUBTests {
    @Test("The book's title comes first, then its tables of contents, then its chapters as they are read")
    func prompts() throws {
        let document = try SourceDocument(bytes: Book().packed(), format: .epub)
        #expect(
            document.segments.filter { $0.kind == .translatable }.map(\.prompt) == [
                "[[1]] The quiet river &amp; I\n[[2]] Rivers\n[[3]] <p>It flows.</p>",
                "[[1]] Contents\n[[2]] The source\n[[3]] The sea",
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

    @Test("So does any other that it has declared, whatever its name")
    func declaredEntities() throws {
        var book = Book()
        book.files["OEBPS/text/one.xhtml"] = Book.page("One", "<p>A &b; spring &my-name; &x.y_z;.</p>")
        let files = try unpacked(translated(try book.packed()) { $0.replacing("spring", with: "brook") })
        #expect(
            files["OEBPS/text/one.xhtml"] == Book.page("One", "<p>A &b; brook &my-name; &x.y_z;.</p>"))
    }

    @Test(
        "Of a page in another form the XHTML that stands in for it is translated, and a chain that has no end is left")
    func fallbacks() throws {
        var book = Book()
        book.replace(
            "OEBPS/book.opf", "<item id=\"css\"",
            """
            <item id="art" href="art.svg" media-type="image/svg+xml" fallback="plain"/>
            <item id="plain" href="plain.xhtml" media-type="application/xhtml+xml"/>
            <item id="a" href="a.svg" media-type="image/svg+xml" fallback="b"/>
            <item id="b" href="b.svg" media-type="image/svg+xml" fallback="a"/>
            <item id="css"
            """)
        book.replace("OEBPS/book.opf", "</spine>", "<itemref idref=\"a\"/><itemref idref=\"art\"/></spine>")
        book.files["OEBPS/plain.xhtml"] = Book.page("Art", "<p>A picture.</p>")
        let segments = try SourceDocument(bytes: book.packed(), format: .epub).segments
        #expect(segments.last { $0.kind == .translatable }?.prompt == "[[1]] Art\n[[2]] A picture.")
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
        book.files["META-INF/encryption.xml"] = Book.encryption(of: "OEBPS/font.otf")
        #expect(try SourceDocument(bytes: book.packed(), format: .epub).segments.count > 4)
    }

    private func translated(_ book: [UInt8], by translate: (String) -> String) throws -> [UInt8] {
        try Book.translated(book, by: translate)
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
}
