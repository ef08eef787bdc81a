import Support
import Testing
import Translation

@Suite("A transcript joins what attempts bring", .besideAnother)
struct TranscriptTests {
    /// Lets a translator that obeys write `whole`, broken off after each of `cuts` scalars of its answer.
    private func write(_ whole: String, cuts: [Int], chunk: Int = 3) -> (text: String, generated: Int) {
        var settled = ""
        var generated = 0
        for cut in cuts + [Int.max] {
            var transcript = Transcript(settled: settled)
            let answer = whole.unicodeScalars.dropFirst(transcript.prefix.unicodeScalars.count)
            let sent = Array(answer.prefix(cut))
            generated += sent.count
            for start in stride(from: 0, to: sent.count, by: chunk) {
                var view = String.UnicodeScalarView()
                view.append(contentsOf: sent[start..<min(start + chunk, sent.count)])
                transcript.append(String(view))
            }
            transcript.finish()
            settled = transcript.joined
        }
        return (settled, generated)
    }

    @Test("Cut at any scalar, the joined text is the uninterrupted one", arguments: [UInt64](1...60))
    func everyCut(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let whole = RandomText.make(words: 30, using: &generator)
        for cut in 0...whole.unicodeScalars.count {
            let (text, _) = write(whole, cuts: [cut])
            #expect(text.unicodeScalars.elementsEqual(whole.unicodeScalars), "cut after \(cut) scalars of “\(whole)”")
        }
    }

    @Test("Cut many times in a row, the joined text is the uninterrupted one", arguments: [UInt64](1...200))
    func manyCuts(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let whole = RandomText.make(words: 120, using: &generator)
        let cuts = (0..<40).map { _ in Int.random(in: 0...60, using: &generator) }
        let (text, generated) = write(whole, cuts: cuts, chunk: Int.random(in: 1...9, using: &generator))
        #expect(text.unicodeScalars.elementsEqual(whole.unicodeScalars))
        let longestWord = whole.split(whereSeparator: \.isWhitespace).map(\.unicodeScalars.count).max() ?? 0
        #expect(
            generated <= whole.unicodeScalars.count + cuts.count * (longestWord + 4),
            "at most a word and the white space before it may come twice for each cut")
    }

    @Test("The seam does not depend on how the continuation was cut into chunks", arguments: [UInt64](1...200))
    func chunking(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let settled = RandomText.make(words: 12, using: &generator)
        let continuations = [
            RandomText.make(words: 8, using: &generator), settled + " " + RandomText.make(words: 4, using: &generator),
            String(settled.suffix(20)) + RandomText.make(words: 4, using: &generator), String(settled.prefix(9)), " \n",
            "",
        ]
        for continuation in continuations {
            var whole = Transcript(settled: settled)
            whole.append(continuation)
            whole.finish()
            var pieces = Transcript(settled: settled)
            for scalar in continuation.unicodeScalars { pieces.append(String(scalar)) }
            pieces.finish()
            #expect(whole.joined == pieces.joined, "settled “\(settled)”, continuation “\(continuation)”")
        }
    }

    @Test("What may be shown only ever grows, over chunks and over attempts", arguments: [UInt64](1...100))
    func visibleGrows(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let whole = RandomText.make(words: 80, using: &generator)
        var (settled, shown) = ("", "")
        for _ in 0..<15 {
            var transcript = Transcript(settled: settled)
            let answer = String(whole.unicodeScalars.dropFirst(transcript.prefix.unicodeScalars.count))
            for scalar in answer.unicodeScalars.prefix(Int.random(in: 0...50, using: &generator)) {
                transcript.append(String(scalar))
                let visible = String(transcript.visible)
                #expect(visible.utf8.starts(with: shown.utf8), "“\(shown)” was shown, and now “\(visible)”")
                shown = visible
            }
            transcript.finish()
            settled = transcript.joined
            #expect(transcript.visible.utf8.starts(with: shown.utf8))
        }
    }

    @Test("Stored text never gets shorter, whatever comes", arguments: [UInt64](1...100))
    func neverShorter(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var settled = ""
        for _ in 0..<20 {
            var transcript = Transcript(settled: settled)
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                transcript.append(RandomText.make(words: 2, using: &generator))
            }
            transcript.finish()
            #expect(transcript.joined.utf8.count >= settled.utf8.count)
            settled = transcript.joined
        }
    }

    @Test("With nothing but part of a word received, the request starts afresh")
    func fresh() {
        #expect(Transcript(settled: "").prefix.isEmpty)
        #expect(Transcript(settled: "Hol").prefix.isEmpty)
        #expect(Transcript(settled: "Hola mun").prefix == "Hola")
        #expect(Transcript(settled: "Hola mundo.\n\n").prefix == "Hola mundo.")
    }

    @Test("An answer without new text is no progress")
    func noProgress() {
        var transcript = Transcript(settled: "Hola mundo")
        transcript.append(" mun")
        transcript.finish()
        #expect(!transcript.hasNewText)
        #expect(transcript.joined == "Hola mundo")
    }

    @Test(
        "A torn word is not what remains when the answer that ends it is shorter",
        arguments: [
            ("Todo sufrió una transformaci", " pausa.", "Todo sufrió una pausa."), ("Afirmat", "Sí.", "Sí."),
            ("Todo sufrió una transformaci", " transformación.", "Todo sufrió una transformación."),
        ])
    func tornWord(settled: String, answer: String, expected: String) {
        for pieces in [[answer], answer.map { String($0) }] {
            var transcript = Transcript(settled: settled)
            for piece in pieces { transcript.append(piece) }
            transcript.finish(isComplete: true)
            #expect(transcript.joined == expected && transcript.hasNewText)
            var broken = Transcript(settled: settled)
            for piece in pieces { broken.append(piece) }
            broken.finish()
            #expect(broken.joined.utf8.count >= settled.utf8.count, "of an answer that broke off nothing is known")
        }
        var silent = Transcript(settled: settled)
        silent.finish(isComplete: true)
        #expect(silent.joined == settled && !silent.hasNewText, "nothing came, so nothing is known")
    }
}
