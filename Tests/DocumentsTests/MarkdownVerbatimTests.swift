import Support
import Testing

@Suite("What stays as it is in Markdown", .light)
struct MarkdownVerbatimTests {
    @Test(
        "A fenced code block",
        arguments: [
            (
                "Text.\n\n```swift\nlet a = 1\n```\n\nMore.\n",
                ["Text.\n\n", "⟦```swift\nlet a = 1\n```\n\n⟧", "More.\n"]
            ),
            ("Text.\n~~~\na\n```\nb\n~~~~ \nMore.\n", ["Text.\n", "⟦~~~\na\n```\nb\n~~~~ \n⟧", "More.\n"]),
            ("````\n```\nx\n````\nMore.\n", ["⟦````\n```\nx\n````\n⟧", "More.\n"]),
            ("Text.\r\n\r\n   ```\r\nx\r\n  ```\r\n", ["Text.\r\n\r\n", "⟦   ```\r\nx\r\n  ```\r\n⟧"]),
            ("Text.\n\n```\nnever closed\n\n# still code\n", ["Text.\n\n", "⟦```\nnever closed\n\n# still code\n⟧"]),
            ("Not a fence: ```a``` b.\n\n``` a`b\nText.\n", ["Not a fence: ```a``` b.\n\n``` a`b\nText.\n"]),
        ])
    func fencedCode(source: String, expected: [String]) throws {
        #expect(try segments(source) == expected)
    }

    @Test("A fence inside a list or a quotation, which ends with what it stands in")
    func nestedFences() throws {
        #expect(
            try segments("1. One:\n\n     ```\n     x\n     ```\n\n   Two.\n") == [
                "1. One:\n\n", "⟦     ```\n     x\n     ```\n\n⟧", "   Two.\n",
            ])
        #expect(
            try segments("- a\n  - b\n\n    ```\n    x\n\nAfter.\n") == [
                "- a\n  - b\n\n", "⟦    ```\n    x\n\n⟧", "After.\n",
            ])
        #expect(try segments("> Say:\n> ~~~\n> x\nAfter.\n") == ["> Say:\n", "⟦> ~~~\n> x\n⟧", "After.\n"])
        #expect(try segments("- ```\n  x\n  ```\n- Item.\n") == ["⟦- ```\n  x\n  ```\n⟧", "- Item.\n"])
    }

    @Test("Indented code, but not the second paragraph of a list's item or a wrapped line")
    func indentedCode() throws {
        #expect(
            try segments("Text.\n\n    x = 1\n\n\ty = 2\n\nMore.") == [
                "Text.\n\n", "⟦    x = 1\n\n\ty = 2\n\n⟧", "More.",
            ])
        #expect(try segments("Text\n    goes on.\n") == ["Text\n    goes on.\n"])
        #expect(try segments("- Item.\n\n    Its second paragraph.\n") == ["- Item.\n\n    Its second paragraph.\n"])
    }

    @Test("Front matter, and only at the top and only if it is closed")
    func frontMatter() throws {
        #expect(try segments("---\ntitle: A\n---\nText.\n") == ["⟦---\ntitle: A\n---\n⟧", "Text.\n"])
        #expect(try segments("\u{FEFF}---\na: b\n...\nText.\n") == ["⟦\u{FEFF}⟧", "⟦---\na: b\n...\n⟧", "Text.\n"])
        #expect(try segments("+++\ntitle = 'A'\n+++\n\nText.\n") == ["⟦+++\ntitle = 'A'\n+++\n\n⟧", "Text.\n"])
        #expect(try segments("---\n\nText.\n\n---\n\nMore.\n") == ["---\n\nText.\n\n---\n\nMore.\n"])
        #expect(try segments("---\nText.\n") == ["---\nText.\n"])
    }

    @Test("Comments and code in HTML, but not the text between tags")
    func html() throws {
        #expect(try segments("A.\n<!-- no\n\nnever -->\nB.\n") == ["A.\n", "⟦<!-- no\n\nnever -->\n⟧", "B.\n"])
        #expect(try segments("<pre>\na\n\nb</PRE>\nB.\n") == ["⟦<pre>\na\n\nb</PRE>\n⟧", "B.\n"])
        #expect(try segments("<div>\nText.\n</div>\n") == ["<div>\nText.\n</div>\n"])
        #expect(try segments("Text <!-- inline --> here.\n") == ["Text <!-- inline --> here.\n"])
    }

    @Test("Definitions of links, but not footnotes or a line inside a paragraph")
    func linkDefinitions() throws {
        #expect(
            try segments("See [a].\n\n[a]: /u\n  'Title'\n[b]: <x y> \"T\"\n") == [
                "See [a].\n\n", "⟦[a]: /u\n  'Title'\n[b]: <x y> \"T\"\n⟧",
            ])
        #expect(try segments("[^1]: A footnote.\n") == ["[^1]: A footnote.\n"])
        #expect(try segments("Text\n[a]: /u\n") == ["Text\n[a]: /u\n"])
        #expect(try segments("[Note]: this is text\n") == ["[Note]: this is text\n"])
    }

    @Test("A definition whose destination or title stands in the lines below, and not what only begins like one")
    func longDefinitions() throws {
        for definition in [
            "[two line]:\n  https://example.org/a\n", "[a]:\n  <x y>\n  \"A title\n  goes on\"\n",
            "[a]: /u 'A\ntitle'\n",
            "> [a]:\n> /u\n", "- [a]:\n  /u\n", "[a]:\r\n/u\r\n(T \\) u)\r\n",
        ] {
            #expect(
                try segments("See.\n\n" + definition + "\nMore.\n") == ["See.\n\n", "⟦\(definition)\n⟧", "More.\n"])
        }
        for text in [
            "[Note]:\nthis is text\n", "[a]: /u \"A title\n\nthat never ends\n", "[a]:\n", "[a]:\n- item\n",
            "[a]: /u \"title\nover\" and more\n", "[a]:\n> /u\n",
        ] {
            #expect(try segments(text) == [text])
        }
        #expect(try segments("[a]: /u\n\"Title\" and text.\n") == ["⟦[a]: /u\n⟧", "\"Title\" and text.\n"])
    }

    @Test("What stands four columns deep below a footnote belongs to it, and is text")
    func footnotes() throws {
        for text in [
            "[^1]: One.\n\n    Two.\n", "[^a b]: x\n", "[^1]: One.\n\n\tTwo.\n\n    - Three.\n", "[^1]:\n    One.\n",
            "[^1]: One\nlazy.\n[^2]: Two.\n\n    Three.\n", "> [^1]: One.\n>\n>     Two.\n",
        ] {
            #expect(try segments(text) == [text])
        }
        #expect(
            try segments("[^1]: One.\n\n        code\n\n    ```\n    x\n    ```\n\n    Two.\n\nThree.\n\n    y\n") == [
                "[^1]: One.\n\n", "⟦        code\n\n    ```\n    x\n    ```\n\n⟧", "    Two.\n\nThree.\n\n",
                "⟦    y\n⟧",
            ])
    }

    @Test("Anything without a letter")
    func noLetters() throws {
        #expect(try segments("1, 2, 3\n\n***\n\n👩‍👩‍👧‍👦\n") == ["⟦1, 2, 3\n\n***\n\n👩‍👩‍👧‍👦\n⟧"])
    }
}
