import Documents
import Support
import Testing

@Suite("What a translation of Markdown must have as often", .besideAnother)
struct MarkdownCountTests {
    private func discrepancies(_ source: String, _ translation: String) -> [Discrepancy] {
        SourceSegment(kind: .translatable, text: source).discrepancies(of: translation, format: .markdown)
    }

    @Test(
        "Each kind of block is counted, by a name that people know",
        arguments: [
            ("# A\n\n## B\n", "# A\n\nB\n", "headings of level 2", 1, 0),
            ("A\n===\n\ntext", "A\n---\n\ntext", "headings of level 1", 1, 0),
            ("- a\n- b\n- c", "- a\n- b, c", "items with bullets", 3, 2),
            ("1. a\n2. b", "1. a\n\nb", "numbered items", 2, 1),
            ("| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|", "rows of tables", 2, 1),
            ("| a | b |\n|---|---|\n| c | d |", "| a |\n|---|\n| c |", "columns of tables", 2, 1),
            ("a | b\n-|-\n", "a b", "tables", 1, 0), ("> a\n\nb", "a\n\nb", "block quotations", 1, 0),
            ("a\n\n```\nx\n```\n", "a", "code blocks", 1, 0), ("a\n\n***\n\nb", "a\n\nb", "thematic breaks", 1, 0),
            ("a\n\n<div>\nb\n</div>", "a\n\nb", "blocks of HTML", 1, 0),
            ("[^1]: A footnote that nothing refers to.", "A note.", "footnotes", 1, 0),
            ("In 2020. was good", "2020. was good", "numbered items", 0, 1),
        ] as [(String, String, String, Int, Int)])
    func counted(source: String, translation: String, name: String, wanted: Int, found: Int) {
        let all = discrepancies(source, translation)
        #expect(all.contains(.structure(name, source: wanted, translation: found)), "\(all)")
    }

    @Test("Words that change, lines that are wrapped otherwise and another bullet change no count")
    func free() {
        #expect(
            discrepancies(
                "# A *b*\n\nOne two\nthree.\n\n- a\n- b\n\n| a | b |\n|---|:-:|\n| c | d |\n",
                "# C **d**\n\nUno\ndos\ntres.\n\n* e\n* f\n\n|g|h|\n|-|:---:|\n|i|j|\n"
            ).isEmpty)
    }

    @Test(
        "What a block stands in counts too, and what it is made of",
        arguments: [
            ("- a\n  - b\n- c", "- a\n- b\n- c", "items with bullets in an item with a bullet", 1, 0),
            ("1. a\n   - b\n2. c", "1. a\n2. c\n\n- b", "items with bullets in a numbered item", 1, 0),
            ("> 1. a\n>    - b", "> 1. a\n> - b", "items with bullets in a block quotation", 0, 1),
            (
                "> 1. a\n>    - b\n>\n>      c", "> 1. a\n>    - b",
                "paragraphs in an item with a bullet in a numbered item, 3 deep", 1, 0
            ), ("a\n\nb\n\nc", "a b c", "paragraphs", 3, 1), ("a b", "a\n\nb", "paragraphs", 1, 2),
            ("- a\n\n  b", "- a\n\nb", "paragraphs in an item with a bullet", 1, 0),
            ("3. a\n4. b", "1. a\n2. b", "lists that begin with 3", 1, 0),
            ("- a\n- b", "- a b\n-", "empty items with bullets", 0, 1),
            ("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|c|", "cells with text in column 2 of tables", 2, 1),
            ("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|c|d|e|", "cells of tables beyond the last column", 0, 1),
            (
                "> |a|b|\n> |-|-|\n> |c|d|", "> |a|b|\n> |-|-|\n> |c|",
                "cells with text in column 2 of tables in a block quotation", 2, 1
            ),
            ("|a|b|\n|:-|-:|\n|c|d|", "|a|b|\n|:-|:-|\n|c|d|", "tables with column 2 on the right", 1, 0),
            ("![a](/u)", "[a](/u)", "images", 1, 0), ("Wow![^1]\n\n![a](/u)", "Wow[^1]\n\n[a](/u)", "links", 0, 1),
            ("> [!NOTE]\n> Text", "> [!NOTE] Text", "alerts", 1, 0),
            ("[^1]: a\n\n    b", "[^1]: a\n\nb", "paragraphs in a footnote", 1, 0),
        ] as [(String, String, String, Int, Int)])
    func placed(source: String, translation: String, name: String, wanted: Int, found: Int) {
        let all = discrepancies(source, translation)
        #expect(all.contains(.structure(name, source: wanted, translation: found)), "\(all)")
    }

    @Test("An escaped pipe, a code span with brackets, and a footnote after an exclamation count for nothing")
    func noMarkup() {
        #expect(discrepancies("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|c \\| e|d|").isEmpty)
        #expect(discrepancies("Wow![^1][^2] `![a](b)`", "`![a](b)`, ¡guau[^1][^2]!").isEmpty)
        #expect(discrepancies("a \\![b](/u)", "c [d](/u)").isEmpty)
    }

    @Test(
        "As many blocks in another order are noticed",
        arguments: [
            ("# A\n\nb\n", "b\n\n# A\n", "paragraphs", "headings of level 1"),
            ("a\n\n- b\n", "- b\n\n<!-- -->\n\na\n", "", ""),
            ("## A\n\n### B\n\nc", "### B\n\n## A\n\nc", "headings of level 3", "headings of level 2"),
            ("> a\n\n---\n", "---\n\n> a\n", "thematic breaks", "block quotations"),
            (
                "|a|b|\n|-|-|\n|c||\n||d|", "|a|b|\n|-|-|\n||c|\n|d||", "cells with text in column 2 of tables",
                "cells with text in column 1 of tables"
            ),
        ])
    func order(source: String, translation: String, part: String, wanted: String) {
        let found = discrepancies(source, translation)
        if part.isEmpty {
            #expect(!found.isEmpty && !found.contains { if case .order = $0 { true } else { false } })
        } else {
            #expect(found == [.order(part, source: wanted)])
        }
    }

    @Test("A translation that is its source never differs, whatever the document")
    func same() throws {
        for seed in 0..<300 as Range<UInt64> {
            for text in [RandomMarkdown(seed: seed).text, RandomDocument(seed: seed).text] where !text.isEmpty {
                for limit in [20, 2000] {
                    let document = try SourceDocument(
                        bytes: Array(text.utf8), format: .markdown, maximumSegment: limit)
                    let unsound = document.segments.first {
                        !$0.discrepancies(of: "\n" + $0.prompt + " ", format: .markdown).isEmpty
                    }
                    #expect(unsound == nil, "seed \(seed): \(unsound?.prompt ?? "")")
                }
            }
        }
    }

    @Test(
        "Counting takes time in proportion to the text",
        arguments: [
            "- ", "> ", "- a\n", "| a ", "|a|b|\n|-|-|\n", "[", "[^a]: ", "*a ", "`", "<div>\n", "# a\n", "a\n-\n",
            "\n",
            "> - ", "1. ", "\t", "[^a]: x\n",
        ])
    func proportion(unit: String) {
        func time(_ count: Int) -> Duration {
            let half = String(repeating: unit, count: count / 2 / unit.utf8.count)
            let segment = SourceSegment(
                kind: .translatable, text: "a\n\n" + half + String(repeating: "\n", count: count / 2) + half)
            return ContinuousClock().measure {
                #expect(segment.discrepancies(of: segment.prompt, format: .markdown).isEmpty)
            }
        }
        let small = (0..<3).map { _ in time(5000) }.min() ?? .zero
        let large = (0..<2).map { _ in time(40_000) }.min() ?? .zero
        #expect(large < small * 24 + .milliseconds(100), "8 times the text took \(large / small) times as long")
    }
}
