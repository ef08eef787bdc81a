import Documents
import Support
import Testing

@Suite("What a segment and a document are called", .light)
struct HeadingTests {
    private func document(_ text: String, _ format: DocumentFormat, limit: Int = 2000) throws -> SourceDocument {
        try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: limit)
    }

    private func headings(_ text: String, _ format: DocumentFormat, limit: Int) throws -> [String?] {
        try document(text, format, limit: limit).segments.filter { $0.kind == .translatable }.map(\.heading)
    }

    @Test("A segment of Markdown knows the heading above it, of either kind, without its markup")
    func markdown() throws {
        let text = """
            Before.

            ## The *quiet* `river` of [Spain](https://example.org/a) ##

            One. Two. Three.

            More of it here.

            Under a
            line
            ====

            Last text here, and.

            """
        let found = try document(text, .markdown, limit: 24).segments.filter { $0.kind == .translatable }
        #expect(found.first { $0.text.hasPrefix("More") }?.heading == "The quiet river of Spain")
        #expect(found.first { $0.text.hasPrefix("Last") }?.heading == "Under a line")
        #expect(found.first { $0.text.hasPrefix("Before") }?.heading == nil)
        #expect(found.first { $0.text.hasPrefix("## ") }?.heading == nil)
    }

    @Test("A segment of HTML knows the heading above it, without its tags")
    func html() throws {
        let text =
            "<p>Zero words here, so few<h1>One <b>&amp;</b> two</h1><p>Three words, and more<p>Four words, and more"
            + "<h2>Five words, so few</h2><p>Six words, and so on</p><h3>7</h3><p>Eight words, and so"
        #expect(
            try headings(text, .html, limit: 24) == [
                nil, nil, "One & two", "One & two", nil, "Five words, so few", "Five words, so few",
            ])
    }

    @Test("A segment of LaTeX knows the heading above it, without its markup")
    func latex() throws {
        let text = #"""
            Before any section there is a word.
            \section[Short]{The \emph{long}\index{long} source of it~all}\label{sec:long}
            Water and moss are what it begins with.

            A stone is grey, and so is all the rest.
            \subsection*{Half of it, or 50\%, as they said once}
            The sea takes all of it in the long run.

            """#
        let found: [[String?]] = try document(text, .latex, limit: 60).segments.filter { $0.kind == .translatable }
            .map { [String($0.text.prefix(6)), $0.heading] }
        let (long, half) = ("The long source of it all", "Half of it, or 50%, as they said once")
        #expect(
            found == [
                ["Before", nil], ["The \\e", nil], ["Water ", long], ["A ston", long],
                ["Half o", nil], ["The se", half],
            ])
    }

    @Test(
        "Each command of LaTeX that begins a section gives a heading",
        arguments: ["part", "chapter", "section", "subsection", "subsubsection"])
    func latexSections(command: String) throws {
        for title in ["{The sea and more}", "*{The sea and more}", "[Sea]{The sea and more}"] {
            let text = "\\section{No, not this one}\n\\\(command)\(title)\nThe words below it.\n"
            #expect(try headings(text, .latex, limit: 20) == [nil, nil, "The sea and more"])
        }
    }

    @Test(
        "A document's title is what its settings say, or its first heading of the first level",
        arguments: [
            ("---\nlang: en\ntitle: The River\n---\n# No\n", .markdown, "The River"),
            ("---\ntitle: \"The River: a tale\"\n---\n", .markdown, "The River: a tale"),
            ("+++\ntitle = 'The River'\n+++\ntext", .markdown, "The River"),
            ("---\ntitle: >\n  The\n---\n## Two\n\n# The *River*\n", .markdown, "The River"),
            ("## Two\n\nThe River\n===\n\n# Three\n", .markdown, "The River"), ("## Two\n", .markdown, nil),
            ("<title>The &amp; River</title><h1>No</h1>", .html, "The & River"),
            ("<h2>No</h2><h1>The <i>River</i></h1><h1>No</h1>", .html, "The River"), ("<p>No</p>", .html, nil),
            (
                #"\documentclass{a}\title{The \emph{quiet}~river \& I\thanks{To \textbf{all}.}}\begin{document}x"#,
                .latex, "The quiet river & I"
            ),
            (#"\title[Short]{{\large The \TeX{} of \href{a.b/c}{Ren\'{e}}\footnote{No}}}"#, .latex, "The TeX of René"),
            (#"\title{First\\ caf\'e, \c{c}a --- $x^2$}"#, .latex, "First café, ça — $x^2$"),
            (#"\section{No}"#, .latex, nil), ("The River\n", .text, nil), ("{\"title\": \"The River\"}", .json, nil),
        ] as [(String, DocumentFormat, String?)])
    func titles(text: String, format: DocumentFormat, title: String?) throws {
        #expect(try document(text, format).title == title)
    }

    @Test("Neither is longer than 200 characters, in no more time for a long one")
    func length() throws {
        let long = String(repeating: "é words ", count: 10_000)
        let markdown = try document("# \(long)\n\ntext\n", .markdown)
        #expect(markdown.title?.count == 200 && markdown.segments.last?.heading?.count ?? 0 <= 200)
        #expect(try document("<h1>\(long)</h1><p>x", .html).title?.count == 200)
        let latex = try document("\\title{\(long.prefix(2000))}\n\\section{\(long.prefix(2000))}\ntext\n", .latex)
        #expect(latex.title?.count == 200)
        #expect(latex.segments.allSatisfy { $0.heading?.count ?? 0 <= 200 })
        #expect(try document("---\ntitle: \(long)\n---\nx", .markdown).title?.count == 200)
    }
}
