import Support
import Testing
import Translation

@Suite("The last whole word", .light)
struct WordBorderTests {
    @Test(
        "is found in every script",
        arguments: [
            ("", ""), ("   ", ""), ("palabra", ""), ("una palabra", "una"), ("una palabra ", "una palabra"),
            ("línea\n\n", "línea"), ("слово другое", "слово"), ("世界地", "世界"), ("世界 Swi", "世界"), ("世界Swi", "世界"),
            ("e\u{301}", ""), ("ab e\u{301}", "ab"), ("👩‍👩‍👧 👨‍👩", "👩‍👩‍👧"),
            ("uno 世", "uno"), ("一。\n二", "一。"), ("una 10", "una"),
            // A marker belongs to the line that it begins.
            ("- uno\n- do", "- uno"), ("- uno\n  - [ ] ", "- uno"), ("uno\n\n12. do", "uno"),
            ("| a |\n| --- | -", "| a |"),
            ("- un", ""), ("- uno d", "- uno"), ("## ", ""), ("a - b", "a -"),
        ])
    func scripts(text: String, whole: String) {
        #expect(String(text[..<WordBorder.lastWholeWord(of: text)]) == whole)
    }

    @Test("does not wait for the end of a run that is no word")
    func longRun() {
        let rule = String(repeating: "-", count: 300)
        #expect(text(before: rule) == String(rule.dropLast()))
    }

    private func text(before whole: String) -> String { String(whole[..<WordBorder.lastWholeWord(of: whole)]) }
}
