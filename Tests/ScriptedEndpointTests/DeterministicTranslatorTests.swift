import ScriptedEndpoint
import Support
import Testing

@Suite("The obedient model", .light)
struct DeterministicTranslatorTests {
    private let translator = DeterministicTranslator()
    private let source =
        "The harbour is **old**;\n\n- see `make all` at https://example.org/path\n- 3 boats, {count} nets.\n"

    private func request(_ messages: [RecordedRequest.Message], number: Int = 0) -> RecordedRequest {
        let turns = messages.map { #"{"role":"\#($0.role)","content":\#(quoted($0.content))}"# }
        let body = #"{"model":"m","stream":true,"messages":[\#(turns.joined(separator: ","))]}"#
        return RecordedRequest(number: number, method: "POST", path: "/v1/chat/completions", body: Array(body.utf8))
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\"", with: "\\\"") + "\""
    }

    @Test(
        "Letters get accents and words get longer; everything else stays",
        arguments: [
            ("The old harbour", "Thé óld háárbóúr"),
            ("**Bold**, _it_ 42 – ok?\r\n", "**Bóóld**, _ít_ 42 – ók?\r\n"),
            (
                "[text](http://a.example/some) https://b.example/page end",
                "[tééxt](http://a.example/some) https://b.example/page éñd"
            ),
            (
                "use `code here` and <b class=\"some\">bold</b> &nbsp; %1$s {name} ⟦word⟧",
                "úšé `code here` áñd <b class=\"some\">bóóld</b> &nbsp; %1$s {name} ⟦word⟧"
            ),
            ("Привет, 東京", "Привет, 東京"),
            ("", ""),
        ])
    func pseudoLocalization(source: String, expected: String) {
        #expect(translator.translation(of: source) == expected)
    }

    @Test("Chunks are words with the white space before them, and together they are the text")
    func chunks() {
        #expect(translator.chunks(of: "one two\n\nthree ") == ["one", " two", "\n\nthree", " "])
        let translation = translator.translation(of: source)
        #expect(translator.chunks(of: translation).joined() == translation)
    }

    @Test("A fresh request is answered with the whole translation of the last user's turn")
    func fresh() {
        let answer = translator.answer(
            to: request([.init(role: "system", content: "Translate"), .init(role: "user", content: source)]))
        #expect(answer.joined() == translator.translation(of: source))
    }

    @Test(
        "A text from any chunk on is continued exactly, by prefill and by “continue”",
        arguments: [[], [RecordedRequest.Message(role: "user", content: "Continue exactly there.")]])
    func continued(tail: [RecordedRequest.Message]) {
        let whole = translator.translation(of: source)
        let chunks = translator.chunks(of: whole)
        for count in 1...chunks.count {
            let soFar = chunks.prefix(count).joined()
            let turns = [
                .init(role: "user", content: source), RecordedRequest.Message(role: "assistant", content: soFar),
            ]
            let rest = translator.answer(to: request(turns + tail)).joined()
            #expect(soFar + rest == whole)
        }
    }

    @Test("A text that it would not have written makes it start from the top")
    func foreignText() {
        let turns = [
            RecordedRequest.Message(role: "user", content: source), .init(role: "assistant", content: "Sure! "),
        ]
        #expect(translator.answer(to: request(turns)).joined() == translator.translation(of: source))
    }

    @Test("A user's turn after an assistant's that says something else is a new text")
    func conversation() {
        let turns = [
            RecordedRequest.Message(role: "user", content: "One"), .init(role: "assistant", content: "Óñé"),
            .init(role: "user", content: "Another text"),
        ]
        #expect(translator.answer(to: request(turns)).joined() == translator.translation(of: "Another text"))
    }

    @Test("As an answer it streams the chunks, and breaks off where it is told")
    func answers() {
        let asked = request([.init(role: "user", content: "one two three")])
        let whole = translator.answer(to: asked, cutAfterChunks: nil)
        #expect(whole == Answer.events(["óñé", " twó", " thrééé"], model: "m", usage: (3, 3)))
        let cut = translator.answer(to: asked, cutAfterChunks: 2, by: .stall)
        #expect(cut == whole.cut(afterChunks: 2, by: .stall))
    }

    @Test("The same text is always translated the same, a sentence of a thousand words too")
    func deterministic() {
        var generator = SeededGenerator(seed: 1)
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let words = (0..<1000).map { _ in
            String(
                (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                    letters[Int.random(in: 0..<26, using: &generator)]
                })
        }
        let whole = translator.translation(of: words.joined(separator: " "))
        #expect(whole == words.map { translator.translation(of: $0) }.joined(separator: " "))
    }
}
