import Support
import Testing
import Translation

@Suite("A reasoning model's thoughts", .light)
struct ThoughtsTests {
    /// What of an answer is text, when it comes in these pieces.
    private func text(_ pieces: [String], source: String = "The river is quiet.") -> String {
        var thoughts = Thoughts(source: source)
        return pieces.map { thoughts.take($0) }.joined() + thoughts.finish()
    }

    private static let answers = [
        (
            "<think>\nThe user wants Spanish. <b>2 < 3</think>\n\nEl río es <b>tranquilo</b>.",
            "El río es <b>tranquilo</b>."
        ),
        ("\n <think></think>El río.", "El río."),
        ("<think>never ends, and </thin is no end", ""),
        (" El río <think>es</think> tranquilo.", " El río <think>es</think> tranquilo."),
        ("<thead><tr>", "<thead><tr>"), ("<think", "<think"), ("\n\n", "\n\n"), ("", ""),
        ("<think>a</think> <think>b</think>", "<think>b</think>"),
        ("<think>a</think>\u{301}b", "\u{301}b"), ("<think>\u{200D}</think>\u{200D}b", "\u{200D}b"),
    ]

    @Test("are no part of its answer, wherever the answer is cut into pieces", arguments: answers)
    func pieces(answer: String, expected: String) {
        #expect(text([answer]) == expected)
        #expect(text(answer.map { String($0) }) == expected)
        for cut in answer.indices {
            #expect(text([String(answer[..<cut]), String(answer[cut...])]) == expected)
        }
    }

    @Test("are looked for only where the source has no such mark itself")
    func inSource() {
        let answer = "<think>La etiqueta</think> marca el razonamiento."
        #expect(text([answer], source: "<think>The tag</think> marks reasoning.") == answer)
    }

    @Test("are not waited for behind any amount of white space")
    func whiteSpace() {
        var thoughts = Thoughts(source: "A")
        let text = (0..<100).map { _ in thoughts.take(" ") }.joined()
        #expect(text.count == 100)
    }
}
