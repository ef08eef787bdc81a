import Support
import Testing
import Translation

@Suite("A text breaks off", .light)
struct BrokenOffTests {
    private let rule = Completeness()
    private let source = """
        The house on the hill had been empty for years, and nobody in the village spoke of it. Those who had to pass it
        after dark walked a little faster, or went round by the bridge.

        One evening a light was seen in a window of the upper floor. The old man who kept the inn said that he had seen
        it before, many winters ago, and that no good had come of it.
        """
    private let translation = """
        Das Haus auf dem Hügel stand seit Jahren leer, und niemand im Dorf sprach davon. Wer nach Einbruch der Dunkelheit
        daran vorbei musste, ging ein wenig schneller oder nahm den Weg über die Brücke.

        Eines Abends sah man ein Licht in einem Fenster im oberen Stock. Der alte Mann, der das Wirtshaus führte, sagte, er
        habe es schon einmal gesehen, vor vielen Wintern, und es habe nichts Gutes bedeutet.
        """

    private func judge(_ text: String, of source: String, into target: String = "de") throws -> Completeness.Verdict {
        rule.judge(text, of: source, into: try LanguageTag(target))
    }

    @Test("where it ends with a letter, a comma or a hyphen and its source with a full stop")
    func midSentence() throws {
        let half = translation.through("Licht")
        for end in ["", ",", " –", "-", "**", ",”"] {
            #expect(try judge(half + end, of: source) == .brokenOff, "\(end)")
        }
    }

    @Test("after whatever word it was cut, but for the marks that a finished text may end with")
    func everyWord() throws {
        var cut = translation[...]
        while let space = cut.lastIndex(where: \.isWhitespace) {
            cut = translation[..<space]
            guard let last = cut.last, last.isLetter || last == "," else { continue }
            let verdict = try judge(String(cut), of: source)
            #expect(verdict != .plausible, "\(cut.suffix(30))")
        }
    }

    @Test("nowhere in a whole text, whatever closes after its last mark")
    func whole() throws {
        for end in [
            "", "”", ".)", "**", "…", "!“", "?»", "。」", "_", " \n", "‘’", "”[1]", "\nMehr: https://example.com/haus",
            " (wie man sagt)",
        ] {
            #expect(try judge(translation + end, of: source) == .plausible, "\(end)")
        }
    }

    @Test("never where its source does, or ends with a label, a list or a table")
    func openSource() throws {
        for end in [",", "", ":", "\n\n| a | b |", "\n\n## A heading", " 1984", "\n- an item", "\n\n- an item."] {
            #expect(try judge(translation.dropLast() + "", of: source.dropLast() + end) == .plausible, "\(end)")
        }
    }

    @Test("never for a missing full stop in a short text that is long enough")
    func shortLabels() throws {
        #expect(try judge("Speichert die Datei", of: "Saves the file.") == .plausible)
        #expect(
            try judge(
                "Die Miniaturansichten werden für Dateien, deren Typ in der Liste steht, nicht erzeugt",
                of: "Thumbnails will not be created for files whose media type is contained in this list.")
                == .plausible)
    }

    @Test("never by its last letter where sentences need no mark")
    func withoutMarks() throws {
        let article = FirstArticle.text(in: "th")
        let english = Array(repeating: FirstArticle.text(in: "en"), count: 3).joined(separator: " ")
        #expect(try judge([article, article, article].joined(separator: " "), of: english, into: "th") == .plausible)
    }

    @Test("in a block of code that its source closes")
    func fence() throws {
        let code = "\n\n```swift\nlet light = true\n```"
        #expect(try judge(translation + code, of: source + code) == .plausible)
        #expect(try judge(translation + "\n\n```swift\nlet light = true\n", of: source + code) == .brokenOff)
        #expect(try judge(translation + "\n\n```swift\nlet", of: source + "\n\n```swift\nlet") == .plausible)
        #expect(try judge(translation + "\n\n````\n```\n````\n", of: source + "\n\n````\n```\n````\n") == .plausible)
    }
}

extension String {
    /// The text up to a word and with it.
    fileprivate func through(_ word: String) -> String {
        firstRange(of: word).map { String(self[..<$0.upperBound]) } ?? ""
    }
}
