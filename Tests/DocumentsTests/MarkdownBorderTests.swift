import Foundation
import Support
import Testing

@Suite("Where Markdown is divided", .besideAnother)
struct MarkdownBorderTests {
    @Test("A heading goes with what follows it, where both fit")
    func headings() throws {
        #expect(
            try segments("A text.\n\n# One\n\n## Two\n\nMore text here.\n", limit: 35) == [
                "A text.\n\n", "# One\n\n## Two\n\nMore text here.\n",
            ])
        #expect(
            try segments("A text.\n\nOne\n===\n\nMore text here.\n", limit: 28) == [
                "A text.\n\n", "One\n===\n\nMore text here.\n",
            ])
        #expect(
            try segments("A text.\n\n# One\n\nMore text here.\n", limit: 18) == [
                "A text.\n\n# One\n\n", "More text here.\n",
            ])
    }

    @Test("A table that fits is not divided, even right below a paragraph")
    func smallTable() throws {
        #expect(
            try segments("Some words about it.\n| a | b |\n|---|---|\n| c | d |\n", limit: 32) == [
                "Some words about it.\n", "| a | b |\n|---|---|\n| c | d |\n",
            ])
    }

    @Test("A table or a list that is too long is divided between rows or items")
    func largeTableAndList() throws {
        let row = "| one. two | three. four |\n"
        let table = row + "|---|---|\n" + String(repeating: row, count: 10)
        #expect(try segments(table, limit: 60).allSatisfy { $0.hasPrefix("|") && $0.hasSuffix("|\n") })
        let item = "- An item. It has\n  two lines.\n"
        #expect(
            try segments(String(repeating: item, count: 9), limit: 80) == Array(repeating: item + item, count: 4) + [
                item
            ])
    }

    @Test(
        "A long paragraph is not divided within a link, bold words or an element, where it can be elsewhere",
        arguments: [
            ("[", "](https://example.org/0.html \"A title.\")"), ("[", "][label]"), ("**", "**"),
            ("<em title=\"a. b\">", "</em>"), ("<b><i>", "</i></b>"),
        ])
    func pairs(opening: String, closing: String) throws {
        let text = (0..<30).map { "Some words come first \($0) \(opening)one. Two is here. Three\(closing) then." }
            .joined(separator: " ")
        for limit in [160, 200, 300] {
            let pieces = try segments(text + "\n", limit: limit)
            #expect(pieces.count > 3 && pieces.joined() == text + "\n")
            for piece in pieces {
                let closed = piece.components(separatedBy: closing).count - 1
                let open = piece.replacing(closing, with: "").components(separatedBy: opening).count - 1
                #expect(opening == closing ? closed.isMultiple(of: 2) : closed == open, "\(limit): \(piece)")
            }
        }
        // What is never closed holds nothing together.
        let open = opening + String(repeating: "One word. Another one. ", count: 20)
        #expect(try segments(open + "\n", limit: 100).count > 3)
    }

    @Test("A list that fits is kept together with its blank lines")
    func smallList() throws {
        let list = "- One.\n\n- Two.\n\n  Its second.\n"
        #expect(try segments("Some words.\n\n" + list, limit: 35) == ["Some words.\n\n", list])
    }
}
