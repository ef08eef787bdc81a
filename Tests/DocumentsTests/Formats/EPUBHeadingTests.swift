import Documents
import Support
import Testing

@Suite(
    "What a book and its segments are called", .light,
    .enabled(if: Installed.has("zip"), "books are packed by Info-ZIP"))
struct EPUBHeadingTests {
    @Test("A segment of a book knows the heading above it in its own chapter, without tags; no other chapter's")
    func headings() throws {
        var book = Book()
        book.files["OEBPS/text/one.xhtml"] = Book.page(
            "", "<h1>The <em>source</em> &amp; I</h1><p>A spring of clear water.</p><p>A stone, and a lot of moss.</p>")
        book.files["OEBPS/text/chapter two.xhtml"] = Book.page(
            "", "<p>Before it has a heading.</p><h:h2>The sea and its tides</h:h2><p>All the water ends there.</p>")
        let segments = try SourceDocument(bytes: book.packed(), format: .epub, maximumSegment: 30).segments
        let found: [[String?]] = segments.filter { $0.kind == .translatable }.drop { !$0.text.hasPrefix("The <em>") }
            .map { [String($0.text.prefix(6)), $0.heading] }
        let (source, sea) = ("The source & I", "The sea and its tides")
        #expect(
            found == [
                ["The <e", nil], ["A spri", source], ["A ston", source], ["Before", nil], ["The se", nil],
                ["All th", sea],
            ])
    }

    @Test(
        "A book's title is the first one of its package document, in one line and with its characters",
        arguments: [
            (
                "<dc:title>The\n  quiet &amp; caf&#233; &lt;river&gt;</dc:title><dc:title>No</dc:title>",
                "The quiet & café <river>"
            ),
            ("<dc:title> </dc:title><dc:title id=\"t\">1984</dc:title>", "1984"),
            ("<dc:title><![CDATA[You & I]]></dc:title>", "You & I"), ("", nil),
        ] as [(String, String?)])
    func titles(element: String, title: String?) throws {
        var book = Book()
        book.replace("OEBPS/book.opf", "<dc:title>The quiet river &amp; I</dc:title>", element)
        #expect(try SourceDocument(bytes: book.packed(), format: .epub).title == title)
    }
}
