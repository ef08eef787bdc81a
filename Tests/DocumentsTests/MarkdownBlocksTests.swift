import Documents
import Foundation
import Support
import Testing

@Suite("Markdown whose blocks are sent one by one", .besideAnother)
struct MarkdownBlocksTests {
    /// What a segment becomes that is divided until nothing is left to divide: its blocks, then each of their texts.
    private static func divided(_ segment: SourceSegment, times: Int) -> [SourceSegment] {
        guard times > 0, let singles = segment.singles(format: .markdown) else { return [segment] }
        return singles.flatMap { divided($0, times: times - 1) }
    }

    private static func document(_ text: String, limit: Int = 700, times: Int) throws -> [SourceSegment] {
        try SourceDocument(bytes: Array(text.utf8), format: .markdown, maximumSegment: limit).segments
            .flatMap { divided($0, times: times) }
    }

    private static func translated(
        _ segments: [SourceSegment], by translate: @escaping (String) -> String
    ) -> String {
        let pairs = segments.map { segment in
            // Each text behind its number is translated by itself.
            let lines = segment.prompt.split(separator: "\n", omittingEmptySubsequences: false)
            let isList = (segment.layout?.places.count ?? 0) > 1
            guard isList else { return (segment, translate(segment.prompt)) }
            var texts: [String] = []
            for line in lines {
                if line.hasPrefix("[["), let end = line.firstRange(of: "]] ") {
                    texts.append(String(line[end.upperBound...]))
                } else {
                    texts[texts.count - 1] += "\n" + line
                }
            }
            return (
                segment, texts.enumerated().map { "[[\($0 + 1)]] " + translate($1) }.joined(separator: "\n")
            )
        }
        return String(decoding: Assembly.assemble(pairs, format: .markdown), as: UTF8.self)
    }

    /// What of blocks is otherwise in a translation, by the program's own count.
    private static func changes(_ source: String, _ translation: String) -> [String] {
        // What begins with rows of a table may be a part of one; a whole document is none.
        let whole = SourceSegment(kind: .translatable, text: "Begin\n\n" + source)
        return whole.discrepancies(of: "Begin\n\n" + translation, format: .markdown).compactMap { discrepancy in
            switch discrepancy {
            case .structure(let part, _, _) where ["links", "images", "alerts"].contains(part): nil
            case .structure, .order: discrepancy.message
            default: nil
            }
        }
    }

    @Test("The model is shown what stands in headings, items, quotations and cells, and none of their marks")
    func prompts() throws {
        let text = """
            # Title

            Two lines
            of text.

            - First *item*
              goes on
            - [ ] Second

              1. Deep

            > [!NOTE]
            > A note
            > of two lines.

            | Name | What it is |
            |------|:----------:|
            | A \\| B | both |

            Underlined
            ----------

            <p align="center">
              Centre
            </p>

            [^1]: A footnote.

            """
        let blocks = try Self.document(text, limit: 2000, times: 1)
        #expect(blocks.map(\.text).joined() == text)
        #expect(
            blocks.map(\.prompt) == [
                "Title", "Two lines\nof text.", "[[1]] First *item*\ngoes on\n[[2]] Second\n[[3]] Deep",
                "A note\nof two lines.", "[[1]] Name\n[[2]] What it is\n[[3]] A \\| B\n[[4]] both", "Underlined",
                "<x1/>\nCentre\n</p>", "A footnote.",
            ])
        let texts = try Self.document(text, limit: 2000, times: 9)
        #expect(texts.map(\.text).joined() == text)
        #expect(
            texts.map(\.prompt) == [
                "Title", "Two lines\nof text.", "First *item*\ngoes on", "Second", "Deep", "A note\nof two lines.",
                "Name",
                "What it is", "A \\| B", "both", "Underlined", "<x1/>\nCentre\n</p>", "A footnote.",
            ])
    }

    @Test("A translation stands between the marks of its source, in as few lines as these allow")
    func places() throws {
        func result(_ text: String, _ translation: String) throws -> String {
            let segments = try Self.document(text, times: 9)
            #expect(segments.count(where: { $0.kind == .translatable }) == 1, "\(segments.map(\.prompt))")
            return Self.translated(segments) { _ in translation }
        }
        #expect(try result("## Title ##\n", "Ein\nTitel") == "## Ein Titel ##\n")
        #expect(try result("> - A\n>   b\n", "C\n\nd\ne") == "> - C\n>   d\n>   e\n")
        #expect(try result("- A\r\n  b\r\n", "C\nd") == "- C\r\n  d\r\n")
        #expect(try result("One line\n", "Two\nlines") == "Two lines\n")
        #expect(try result("| A |\n|---|\n", "a | b \\| c") == "| a \\| b \\| c |\n|---|\n")
        #expect(try result("Title\n===\n", "Ein\n\nTitel") == "Ein Titel\n===\n")
    }

    @Test("What would make another block of it is told, and the source stays in its place")
    func misplaced() throws {
        let segment = try #require(try Self.document("- Item\n", times: 1).first)
        #expect(segment.prompt == "Item")
        for answer in ["- Punkt", "# Punkt", "1. Punkt", "> Punkt", "```", "---", "[Punkt]: x"] {
            let found = segment.discrepancies(of: answer, format: .markdown)
            #expect(found.contains(.misplaced), "\(answer): \(found)")
            #expect(Assembly.finished(segment, translation: answer, format: .markdown) == "- Item\n", "\(answer)")
        }
        #expect(segment.discrepancies(of: "Punkt", format: .markdown).isEmpty)
        // In a heading a number is text, and so is what begins no block there.
        let heading = try #require(try Self.document("# Chapter one\n", times: 1).first)
        #expect(heading.discrepancies(of: "1. Kapitel", format: .markdown).isEmpty)
        #expect(Assembly.finished(heading, translation: "1. Kapitel", format: .markdown) == "# 1. Kapitel\n")
        // In its place in the list, though not alone, the second line would be an item; so there is but one.
        let lazy = try #require(try Self.document("1. Item\nmore\n", times: 1).first)
        #expect(Assembly.finished(lazy, translation: "Punkt\n2. mehr", format: .markdown) == "1. Punkt 2. mehr\n")
        // Of what is code alone nothing is known but how its lines begin.
        let strange = SourceSegment(kind: .translatable, text: "```\n    } text {\n")
        let whole = try #require(strange.singles(format: .markdown)?.first)
        #expect(Assembly.finished(whole, translation: "```\n    } Text {", format: .markdown) == "```\n    } Text {\n")
        #expect(whole.discrepancies(of: "```\n\n    } Text {", format: .markdown).contains(.misplaced))
        #expect(Assembly.finished(whole, translation: "```\n\n    } Text {", format: .markdown) == whole.text)
    }

    @Test("A finished block is remembered as it stands in the document, not as it was asked for")
    func memory() throws {
        let segment = try #require(try Self.document("# Title\n", times: 1).first)
        let pairs = segment.pairs(translation: "Titel", format: .markdown)
        #expect(pairs.map(\.source) == ["# Title"] && pairs.map(\.target) == ["# Titel"])
        #expect(segment.translation(of: ["# Titel"], format: .markdown) == nil)
    }

    @Test(
        "Random documents: all prose is asked for, no code is, and the source gives back every byte", arguments: [1, 9])
    func random(times: Int) throws {
        for seed in 0..<300 as Range<UInt64> {
            let markdown = RandomMarkdown(seed: seed)
            guard !markdown.text.isEmpty else { continue }
            let segments = try Self.document(markdown.text, times: times)
            #expect(segments.map(\.text).joined() == markdown.text, "seed \(seed)")
            #expect(Self.translated(segments) { $0 } == markdown.text, "seed \(seed)")
            let result = Self.translated(segments) { $0.replacing("prose", with: "Prosa") }
            let expected = markdown.text.replacing("prose", with: "Prosa")
            #expect(result == expected, "seed \(seed):\n\(result)")
        }
    }

    /// What models make of texts that they are to translate.
    private static let hostile: [(name: String, translate: @Sendable (String) -> String)] = [
        ("other letters", { $0.uppercased() }), ("a heading", { "## " + $0 }), ("an item", { "- " + $0 }),
        ("a number", { "1. " + $0 }), ("a quotation", { "> " + $0 }), ("two paragraphs", { $0 + "\n\n" + $0 }),
        ("a line below", { $0 + "\n---" }), ("a fence", { "```\n" + $0 + "\n```" }),
        ("an open fence", { "~~~\n" + $0 }),
        ("indentation", { "        " + $0 }), ("a table", { "| a | b |\n|---|---|\n| " + $0 + " | x |" }),
        ("HTML", { "<div>\n" + $0 }), ("a comment", { "<!-- " + $0 }), ("a definition", { "[a]: b\n" + $0 }),
        ("an item later", { $0 + "\n- x" }), ("a number later", { $0 + "\n2. x\n3) y" }), ("nothing", { _ in "" }),
        ("a break", { _ in "***" }), ("strokes", { $0 + " | x | y" }), ("a backslash", { $0 + "\\" }),
        ("all lines in one", { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }),
        ("no marks", { $0.filter { !"#*->|`_[]()".contains($0) } }), ("a mark", { "#" + $0 + " #" }),
        ("a footnote", { "[^1]: " + $0 }), ("an alert", { "[!NOTE]\n" + $0 }), ("equals signs", { $0 + "\n====" }),
    ]

    @Test("Whatever a model makes of the texts, the document has the same blocks", arguments: [1, 9])
    func structureIsKept(times: Int) throws {
        for seed in 0..<60 as Range<UInt64> {
            let text = RandomMarkdown(seed: seed).text
            guard !text.isEmpty else { continue }
            let segments = try Self.document(text, times: times)
            for (name, translate) in Self.hostile {
                let result = Self.translated(segments, by: translate)
                let changes = Self.changes(text, result)
                #expect(changes.isEmpty, "seed \(seed), \(name): \(changes)\n\(text)\n-----\n\(result)")
            }
        }
    }

    /// What becomes of a document where a model takes each segment for what it likes, as the daemon goes about it: what is
    /// damaged is divided as long as it can be.
    private static func result(_ text: String, limit: Int = 700, by translate: @escaping (String) -> String) throws
        -> String
    {
        func taken(_ segment: SourceSegment) -> [(source: SourceSegment, translated: String)] {
            guard segment.kind == .translatable else { return [(segment, segment.text)] }
            let answer = translate(segment.prompt)
            if segment.discrepancies(of: answer, format: .markdown).contains(where: \.isOfParts),
                let singles = segment.singles(format: .markdown)
            {
                return singles.flatMap(taken)
            }
            return [(segment, answer)]
        }
        let pairs = try document(text, limit: limit, times: 0).flatMap(taken)
        return String(decoding: Assembly.assemble(pairs, format: .markdown), as: UTF8.self)
    }

    private static func lines(_ text: String, _ change: (Substring) -> String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(change).joined(separator: "\n")
    }

    /// What models make of several blocks at once.
    private static let careless: [(name: String, translate: @Sendable (String) -> String)] = [
        ("no indentation", { lines($0) { String($0.drop { $0 == " " }) } }),
        ("more indentation", { lines($0) { $0.isEmpty ? "" : "    " + $0 } }),
        ("less indentation", { lines($0) { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : String($0) } }),
        ("wide indentation", { lines($0) { $0.hasPrefix("  ") && !$0.hasPrefix("    ") ? "  " + $0 : String($0) } }),
        ("no lines of quotations alone", { $0.split(separator: "\n").filter { $0 != ">" }.joined(separator: "\n") }),
        ("other bullets in one segment", { lines($0) { $0.hasPrefix("- ") ? "*" + $0.dropFirst() : String($0) } }),
        ("one kind of bullets", { $0.replacing("\n* ", with: "\n- ").replacing("\n+ ", with: "\n- ") }),
        ("a head", { "| a | b |\n|---|---|\n" + $0 }), ("a definition", { $0 + "\n\n[x]: http://x.invalid" }),
        ("one line", { $0.split(separator: "\n").joined(separator: " ") }),
        ("no blank lines", { $0.split(separator: "\n").joined(separator: "\n") }),
        ("no last line", { $0.split(separator: "\n").dropLast().joined(separator: "\n") }),
    ]

    private static let awkward = [
        "1. one item\n\n   ```\n   code\n   ```\n\n   first words\n\n   second words\n\n2. two item\n",
        "- one\n\n  ```\n  code\n  ```\n\n  - nested one\n  - nested two\n\n- two\n",
        "1. one words\n\n   ```\n   x\n   ```\n\n   Last words.\n2. End words\n3. Third words\n",
        "1. one\n   - two\n\n     ```\n     x\n     ```\n\n     inner words\n\n   outer words\n\n2. end words\n",
        "> **Note**\n>\n>     make install\n>\n", "> quote words\n>\n> [ref]: http://x.y/z\n\nsee [ref] words\n",
        "[^1]: A footnote\n\n    ```\n    x\n    ```\n\n    second words\n\n    third words\n\nsee[^1] words\n",
        "* alpha\n* beta\n\n- gamma\n- delta\n", "- alpha words\n- beta words\n- gamma words\n",
        "Words here\n\n- [[2]] item with mark\n- second item\n\n# Heading words\n",
        "A | B\n--- | ---\n" + (1...60).map { "words \($0) | more words \($0)\n" }.joined(),
        "| A | B |\n|---|---|\n" + (1...60).map { "| words \($0) | more words \($0) |\n" }.joined() + "\nEnd\n",
        (1...40).map { "- item \($0) words\n  - nested \($0) words\n\n    words below\n" }.joined(),
        "> 1. one\n>\n>    > deep words\n>    > and more\n>\n> 2. two\n",
    ]

    @Test("Whatever a model makes of whole segments, the document has the same blocks at the end")
    func wholes() throws {
        for (number, text) in (Self.awkward + (0..<40).map { RandomMarkdown(seed: $0).text }).enumerated()
        where !text.isEmpty {
            for (name, translate) in Self.careless + Self.hostile {
                let result = try Self.result(text, by: translate)
                let changes = Self.changes(text, result)
                #expect(changes.isEmpty, "\(number), \(name): \(changes)\n\(text)\n-----\n\(result)")
            }
        }
    }

    @Test("Files that nobody wrote for this: the same, and the source gives back every byte")
    func realFiles() throws {
        let checkouts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/checkouts").path
        let names = FileManager.default.enumerator(atPath: checkouts)?.compactMap { $0 as? String } ?? []
        let files = names.filter { $0.hasSuffix(".md") }.sorted()
        var count = 0
        for name in files {
            guard let text = try? String(contentsOfFile: checkouts + "/" + name, encoding: .utf8),
                text.utf8.count < 30_000,
                !text.allSatisfy(\.isWhitespace)
            else { continue }  // Not each is text in UTF-8, and some are empty.
            count += 1
            guard count % 6 == 0 else { continue }
            for times in [1, 9] {
                let segments = try Self.document(text, limit: 1500, times: times)
                #expect(Self.translated(segments) { $0 } == text, "\(name)")
                for (number, (what, translate)) in Self.hostile.enumerated() where number % 3 == count / 6 % 3 {
                    let changes = Self.changes(text, Self.translated(segments, by: translate))
                    #expect(changes.isEmpty, "\(name), \(what): \(changes)")
                }
            }
        }
        #expect(count > 20, "packages bring Markdown with them")
    }
}
