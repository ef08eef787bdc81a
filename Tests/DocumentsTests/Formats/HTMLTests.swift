import Documents
import Foundation
import Support
import Testing

@Suite("HTML", .besideAnother)
struct HTMLTests {
    private static let page = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <title>The quiet river</title>
        <meta name="description" content="About a river">
        <style>p > a { color: red }</style><script>if (a < b) alert("No");</script></head>
        <body title='Hello "you"'>
        <!-- Not this. -->
        <h1>The <em>quiet</em> river</h1>
        <p>It flows &amp; flows,
           caf&eacute;&nbsp;by caf&eacute;,
           <a href="https://example.org/some/where?a=1&amp;b=2">to the sea</a>.<br>Always.
        <ul><li>One<li>Two <code>x &lt; y</code></ul>
        <p><img src="a.png" alt="A boat"></p>
        <pre>Not   this.</pre>
        <p translate="no">Nor this.</p>
        <p>5 < 6 and 7</p>
        </body></html>

        """

    @Test("Each block is a text, with the tags inside it; attributes that people read too")
    func prompts() throws {
        #expect(
            try DocumentsTests.prompts(Self.page, .html) == [
                """
                [[1]] The quiet river
                [[2]] About a river
                [[3]] Hello "you"
                [[4]] The <em>quiet</em> river
                [[5]] It flows &amp; flows, café&nbsp;by café, <x1/>to the sea</a>.<br>Always.
                [[6]] One
                [[7]] Two <x2/>
                [[8]] A boat
                [[9]] 5 < 6 and 7
                """
            ])
    }

    @Test("Translations come to their places, spelt as HTML wants them")
    func places() throws {
        let result = try translated(Self.page, .html) { _ in
            """
            [[1]] El río & la mar
            [[2]] De un "río"
            [[3]] Hola, 'tú'
            [[4]] El río <em>tranquilo</em>
            [[5]] Fluye &amp; fluye, café&nbsp;tras café, <x1/>al mar</a>.<br>Siempre.
            [[6]] Uno
            [[7]] Dos <x2/>
            [[8]] Un barco
            [[9]] 5 < 6 y 7
            """
        }
        let expected = Self.page.replacing("<title>The quiet river", with: "<title>El río &amp; la mar")
            .replacing("About a river", with: "De un &quot;río&quot;").replacing(
                "Hello \"you\"", with: "Hola, &#39;tú&#39;"
            )
            .replacing("The <em>quiet</em> river", with: "El río <em>tranquilo</em>")
            .replacing(
                "It flows &amp; flows,\n   caf&eacute;&nbsp;by caf&eacute;,\n   <a href=\"https://example.org/some/where?a=1&amp;b=2\">to the sea</a>.<br>Always.",
                with:
                    "Fluye &amp; fluye, café&nbsp;tras café, <a href=\"https://example.org/some/where?a=1&amp;b=2\">al mar</a>.<br>Siempre."
            )
            .replacing("<li>One", with: "<li>Uno").replacing("<li>Two", with: "<li>Dos")
            .replacing("A boat", with: "Un barco").replacing("5 < 6 and 7", with: "5 &lt; 6 y 7")
        #expect(result == expected)
    }

    @Test("A file that does not say UTF-8 gets references, which are right in any encoding")
    func ascii() throws {
        #expect(try translated("<p>Coffee</p>", .html) { _ in "café €" } == "<p>caf&#233; &#8364;</p>")
        let declared = "<meta charset=\"UTF-8\"><p>Coffee</p>"
        #expect(try translated(declared, .html) { _ in "café" }.hasSuffix("<p>café</p>"))
    }

    @Test("References whose names nobody here knows stay as they are where the source has them")
    func unknownReferences() throws {
        let page = "<p title=\"Old &my-name; &hearts; &amp;lt; &amp;\">Old &b; &my.name; &hearts; R&D; x</p>"
        #expect(
            try translated(page, .html) { $0.replacing("Old", with: "Viejo") } == page.replacing("Old", with: "Viejo"))
        #expect(
            try translated("<p>Old &b;</p>", .html) { _ in "Viejo &c; &b; &" } == "<p>Viejo &amp;c; &b; &amp;</p>")
    }

    @Test("Comments and tags within a text are what they were, conditions in comments and bare ampersands too")
    func keptTags() throws {
        let page = "<p>Old<!--[if IE]><b>R&D</b> <![endif]--> and <a href=\"?a=1&b=2\" onclick=\"x < y\">new</a></p>"
        let result = try translated(page, .html) {
            $0.replacing("Old", with: "Viejo").replacing("and", with: "& < y").replacing("new", with: "nuevo")
        }
        #expect(
            result
                == page.replacing("Old", with: "Viejo").replacing(" and", with: " &amp; &lt; y")
                .replacing("new", with: "nuevo"))
    }

    @Test("Tags around a whole text, and anchors before and behind it, are none of the model's business")
    func outerTags() throws {
        let page = """
            <nav><ol><li><a href="s04.xhtml#one">Of a <em>quiet</em> river</a></li></ol></nav>
            <p><span id="page_7"></span><strong>Note</strong> this. <a name="end"> </a></p>
            <p><b>One</b> and <b>two</b></p><p>Press <i class="icon-save" id="i"></i></p>
            <p> <b> <i>All</i> </b> </p><p><b>Never <i>closed</b></p>
            """
        let prompts = try DocumentsTests.prompts(page, .html)
        #expect(
            prompts == [
                """
                [[1]] Of a <em>quiet</em> river
                [[2]] <strong>Note</strong> this.
                [[3]] <b>One</b> and <b>two</b>
                [[4]] Press <x1/></i>
                [[5]] All
                [[6]] <b>Never <i>closed</b>
                """
            ])
        #expect(
            try translated(page, .html) { $0.replacing("Of a", with: "De un").replacing("All", with: "Todo") }
                == page.replacing("Of a", with: "De un").replacing("All", with: "Todo"))
    }

    @Test("Code within a text is protected with all that is in it, and a text that is code alone stays")
    func code() throws {
        let page = """
            <p>Call <code>open()</code> or press <kbd>Ctrl</kbd>:</p><dl><dt><code>ls <var>file</var></code></dt></dl>
            <p>A <code>code never closed</p><codex>Odd</codex>
            """
        #expect(
            try DocumentsTests.prompts(page, .html) == [
                """
                [[1]] Call <x1/> or press <kbd>Ctrl</kbd>:
                [[2]] A <code>code never closed
                [[3]] Odd
                """
            ])
        let segment = try #require(
            try SourceDocument(bytes: Array(page.utf8), format: .html).segments.first { $0.kind == .translatable })
        let damaged = "[[1]] Llame a <x1/> o pulse <kbd>Control</kbd>:\n[[2]] Un <code>código\n[[3]] Raro"
        #expect(segment.discrepancies(of: damaged, format: .html).count == 2)
    }

    @Test("Whatever a page is made of, what is not translated gives it back byte for byte")
    func identity() throws {
        let pieces = [
            "<p>", "</p>", "<b>", "</b>", "text ", "a < b", "&amp;", "&eacute;", "<br/>", "<!--x-->", "<![CDATA[y]]>",
            "<script>", "</script>", "<title>", "</title>", "<a title='q'>", "<img alt=\"z\">", "<", ">", "\"", "'",
            "é",
            "\r\n", "  ", "<p translate=no>", "<pre>", "</pre>", "<?php x ?>", "<!DOCTYPE x [", "]>", "</", "&",
            "<x1/>",
            "[[1]] ", "<a b=c title=d e>", "<input placeholder = 'p' >",
        ]
        var state: UInt64 = 5
        for round in 0..<3000 {
            var text = "T"
            for _ in 0..<(round % 30) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            #expect(try translated(text, .html) { $0 } == text)
        }
    }
}
