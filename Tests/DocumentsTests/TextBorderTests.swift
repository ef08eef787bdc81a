import Support
import Testing

@Suite("Where plain text is divided", .besideAnother)
struct TextBorderTests {
    @Test("Paragraphs are gathered up to the limit")
    func paragraphs() throws {
        #expect(
            try segments("One.\n\nTwo.\n \nThree.\n\nFour.", .text, limit: 13) == [
                "One.\n\nTwo.\n \n", "Three.\n\nFour.",
            ])
        #expect(try segments("\n\nOne.\r\n\r\nTwo.", .text, limit: 8) == ["\n\nOne.\r\n\r\n", "Two."])
    }

    @Test(
        "A paragraph that is too long is cut at the best border in the second half of what fits",
        arguments: [
            ("Ay be. Cee de\nEf ge ha. ij", 20, ["Ay be. Cee de\n", "Ef ge ha. ij"]),
            ("Ay be cee. de\nef ge ha. ij", 20, ["Ay be cee. ", "de\nef ge ha. ij"].map { $0 }),
            ("“Ay be cee!” Dee ef, ge", 22, ["“Ay be cee!” ", "Dee ef, ge"]),
            ("ay be cee, dee ef ge ha", 20, ["ay be cee, ", "dee ef ge ha"]),
            ("ay be cee dee ef ge ha", 20, ["ay be cee dee ef ge ", "ha"]),
            ("a bcdefghijklmnopqrstuvwxyz", 20, ["a ", "bcdefghijklmnopqrstu", "vwxyz"]),
            ("漢字漢字。「漢字。」漢字、漢字", 12, ["漢字漢字。「漢字。」", "漢字、漢字"]),
            ("漢字漢字漢、漢字漢字", 8, ["漢字漢字漢、", "漢字漢字"]),
            ("See version 3.14 of it", 20, ["See version 3.14 of ", "it"]),
        ])
    func longParagraphs(source: String, limit: Int, expected: [String]) throws {
        #expect(try segments(source, .text, limit: limit) == expected)
    }

    @Test("What is left of a long paragraph is gathered with the next one")
    func rest() throws {
        #expect(try segments("aaaa bbbb cc.\n\ndd.", .text, limit: 10) == ["aaaa bbbb ", "cc.\n\ndd."])
    }

    @Test("Neither a character of many code points nor CR LF is ever cut")
    func characters() throws {
        #expect(try segments("e\u{301}👩‍👩‍👧‍👦한", .text, limit: 1) == ["e\u{301}", "⟦👩‍👩‍👧‍👦⟧", "한"])
        #expect(try segments("a\r\nb", .text, limit: 1) == ["a", "⟦\r\n⟧", "b"])
    }

    @Test("White space longer than a segment is kept, not translated")
    func longSpace() throws {
        let space = String(repeating: " ", count: 50)
        let parts = try segments("a" + space + "b", .text, limit: 10)
        #expect(parts.filter { !$0.hasPrefix("⟦") }.allSatisfy { $0.contains { $0.isLetter } })
        #expect(parts.joined().filter { $0 != "⟦" && $0 != "⟧" } == "a" + space + "b")
    }
}
