import Support
import Testing
import Translation

// Giving way after each case: else they would keep every thread from the tests that wait.
@Suite("A seam, by chance", .besideAnother, SeamTally.shared)
struct SeamPropertyTests {
    /// Cases of each misbehaviour in each script: 100,440 in all.
    private static let cases = 930

    @Test("is exact where it can be, and loses nothing", arguments: Misbehaviour.allCases, Script.allCases)
    func seam(misbehaviour: Misbehaviour, script: Script) async {
        let seed = UInt64(misbehaviour.rawValue.utf8.count * 1000 + script.rawValue.utf8.reduce(0) { $0 + Int($1) })
        var generator = SeededGenerator(seed: seed)
        var count = SeamTally.Count()
        var whole: [Unicode.Scalar] = []
        for number in 0..<Self.cases {
            await Task.yield()
            if number % 10 == 0 {
                repeat {
                    let words = Int.random(
                        in: misbehaviour == .restartsAndDiverges ? 30...60 : 3...30, using: &generator)
                    whole = Array(script.text(words: words, using: &generator).unicodeScalars)
                    // Of a text without a whole word nothing is sent, and there is no seam.
                } while Transcript(settled: String(scalars: whole.dropLast())).prefix.isEmpty
            }
            let seam = SeamCase(misbehaviour, in: script, of: whole, using: &generator)
            check(seam, misbehaviour, number: number, &count, using: &generator)
        }
        SeamTally.shared.add(count, misbehaviour, script)
    }

    private func check(
        _ seam: SeamCase, _ misbehaviour: Misbehaviour, number: Int, _ count: inout SeamTally.Count,
        using generator: inout SeededGenerator
    ) {
        let mode = Bool.random(using: &generator) ? ResumeMode.continue : .prefill
        var transcript = Transcript(settled: seam.settled, mode: mode)
        let before = transcript.visible
        transcript.append(String(scalars: seam.answer))
        let isComplete = Bool.random(using: &generator)
        transcript.finish(isComplete: isComplete)
        let joined = transcript.joined
        let isExact = isSame(joined[...], seam.expected)
        count.cases += 1
        count.exact += isExact ? 1 : 0
        count.inDoubt += seam.isDecidable ? 0 : 1
        count.wrong += seam.isDecidable && !isExact ? 1 : 0
        func require(_ holds: Bool, _ what: @autoclosure () -> String) {
            guard !holds else { return }
            Issue.record(
                """
                \(what()): “\(seam.settled)” + “\(String(scalars: seam.answer))” = “\(joined)” \
                (\(transcript.junction.map(\.rawValue) ?? "no junction"))
                """)
        }
        require(isExact || !seam.isDecidable, "not exact")
        // Of what was not shown, an answer that has ended may give another, shorter wording.
        let least = isComplete ? before.utf8.count : seam.settled.utf8.count
        require(joined.utf8.count >= least, "shorter than before")
        require(begins(joined[...], with: String(before)), "what was shown was taken back")
        if transcript.hasNewText {
            require(ends(joined, with: seam.news), "new text is lost")
        } else {
            let isShort = String(scalars: seam.prefix).utf8.count + seam.news.utf8.count <= seam.settled.utf8.count
            require(!isComplete || isShort || seam.news.isEmpty, "there is new text, and it is lost")
        }
        if misbehaviour == .answers, seam.isDecidable {
            require(transcript.junction == .answersInstruction, "another junction")
        }
        if misbehaviour == .goesOn { require(transcript.junction == .goesOn, "another junction") }

        let longest = number % 16 == 0 ? 1 : 60
        var (pieces, shown, rest) = (Transcript(settled: seam.settled, mode: mode), String(before), seam.answer[...])
        while !rest.isEmpty {
            let size = Int.random(in: 1...longest, using: &generator)
            pieces.append(String(scalars: rest.prefix(size)))
            rest = rest.dropFirst(size)
            let visible = pieces.visible
            require(begins(visible, with: shown), "“\(shown)” was shown, then “\(visible)”")
            shown = String(visible)
        }
        pieces.finish(isComplete: isComplete)
        require(isSame(pieces.joined[...], joined), "in chunks it became “\(pieces.joined)”")
        require(pieces.junction == transcript.junction, "in chunks it is \(pieces.junction.map(\.rawValue) ?? "none")")
        require(begins(joined[...], with: shown), "“\(shown)” was shown before the end")
    }

    // Compared as strings of the same number of bytes: many times faster in a debug build than byte by byte.

    private func isSame(_ text: Substring, _ other: String) -> Bool {
        text.utf8.count == other.utf8.count && text == other
    }

    private func begins(_ text: Substring, with start: String) -> Bool {
        guard text.utf8.count >= start.utf8.count else { return false }
        return text[..<text.utf8.index(text.startIndex, offsetBy: start.utf8.count)] == start
    }

    private func ends(_ text: String, with end: String) -> Bool {
        guard text.utf8.count >= end.utf8.count else { return false }
        return text[text.utf8.index(text.endIndex, offsetBy: -end.utf8.count)...] == end
    }
}
