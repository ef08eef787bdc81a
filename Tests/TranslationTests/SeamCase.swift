import Support
import Translation

/// A text, where it broke off, and what came when it was asked to go on.
struct SeamCase {
    typealias Scalars = [Unicode.Scalar]

    let whole: Scalars
    let settled: String
    let prefix: Scalars
    let answer: Scalars
    /// What the joined text is when all goes well.
    let expected: String
    /// Whether it must be that; else nobody could know.
    let isDecidable: Bool
    /// What the answer holds that the text did not: it must be at the end of the joined text.
    let news: String

    /// Makes a case; `whole` may be used for many.
    init(_ misbehaviour: Misbehaviour, in script: Script, of whole: Scalars, using generator: inout SeededGenerator) {
        self.whole = whole
        var cut = Int.random(in: 1..<whole.count, using: &generator)
        var (settled, prefix) = ("", Scalars())
        repeat {
            settled = String(scalars: whole.prefix(cut))
            prefix = Array(Transcript(settled: settled).prefix.unicodeScalars)
            cut = min(whole.count - 1, cut + 5)
        } while prefix.isEmpty
        self.settled = settled
        self.prefix = prefix
        let next = Array(whole.dropFirst(prefix.count))
        let words = Array(next.drop { $0.properties.isWhitespace })
        let rest = settled.unicodeScalars.dropFirst(prefix.count)
        let known = Array(rest.drop { $0.properties.isWhitespace })
        // With no beginning of a word received, whether all of the white space was cannot be known.
        let knowsSpace = !known.isEmpty || rest.count == next.count - words.count

        var (answer, expected, isDecidable, news) = (next, whole, true, words)
        switch misbehaviour {
        case .goesOn: break
        case .losesSpace:
            answer = words
            isDecidable = knowsSpace
        case .doublesSpace:
            answer = (next.first.flatMap { $0.properties.isWhitespace ? [$0] : nil } ?? [" "]) + next
            isDecidable = !known.isEmpty
        case .repeatsTail:
            let starts = Self.wordStarts(prefix)
            let start = starts.suffix(8).randomElement(using: &generator) ?? 0
            answer = Array(whole[start...])
            isDecidable = Self.isRepetition(prefix[start...], known, answer, isAll: start == starts.first)
        case .restarts:
            let top = Array(whole.drop { $0.properties.isWhitespace })
            answer = top
            isDecidable = Self.isRepetition(prefix[...], known, answer, isAll: true)
        case .restartsAndDiverges:
            let starts = Self.wordStarts(prefix)
            let place = starts.randomElement(using: &generator) ?? 0
            let end =
                whole[place...].prefix(12).firstIndex { $0.properties.isWhitespace } ?? min(whole.count, place + 3)
            let other = Array(script.word(using: &generator).unicodeScalars)
            let goesOn = min(end, prefix.count)
            answer = Array(whole[..<place] + other + whole[goesOn...])
            // Most of two sentences word for word, and a good part of one after the place that differs.
            let stretch = [
                Self.weight(Self.collapsed(whole[..<place])), Self.weight(Self.collapsed(whole[goesOn..<prefix.count])),
            ]
            isDecidable = stretch[0] >= 16 && stretch[1] >= 40 && stretch[0] + stretch[1] >= 120
        case .restartsAndStops:
            answer = Array(whole.prefix(Int.random(in: 1...prefix.count, using: &generator)))
            while answer.last?.properties.isWhitespace == true { answer.removeLast() }
            (expected, news) = (Array(settled.unicodeScalars), [])
            isDecidable = Self.weight(Self.collapsed(answer[...])) >= 16
        case .prefaces:
            let line = Misbehaviour.prefaceLines.randomElement(using: &generator) ?? ""
            answer = Array((line + (Bool.random(using: &generator) ? "\n\n" : "\n")).unicodeScalars) + words
            isDecidable = knowsSpace
        case .answers:
            answer = Array((Misbehaviour.replies.randomElement(using: &generator) ?? "").unicodeScalars)
            (expected, news) = (Array(settled.unicodeScalars), [])
            // “Continue”, where the next word begins with “co”, may be that word.
            isDecidable = known.isEmpty || !answer.starts(with: known)
        }
        (self.answer, self.expected, self.isDecidable, self.news) = (
            answer, String(scalars: expected), isDecidable, String(scalars: news)
        )
    }

    /// Whether a repetition is long enough to be no chance (see design: 4 code points and 6 bytes where the next word
    /// is known to be another, else 16 letters, or 12 where it is all of the text).
    private static func isRepetition(
        _ part: ArraySlice<Unicode.Scalar>, _ known: Scalars, _ answer: Scalars, isAll: Bool
    )
        -> Bool
    {
        let said = collapsed(part)
        let all = said + known
        // That a piece comes once more which came twice in a row says nothing.
        if isPeriodic(said) || isPeriodic(all) { return false }
        if !known.isEmpty, !answer.starts(with: known) {
            return all.count >= 4 && all.reduce(0) { $0 + UTF8.width($1) } >= 6
        }
        return weight(said) >= (isAll ? 12 : 16)
    }

    private static func isPeriodic(_ text: Scalars) -> Bool {
        (1...max(1, text.count / 2)).contains { period in
            2 * period <= text.count && text.dropFirst(period).elementsEqual(text.dropLast(period))
        }
    }

    private static func collapsed(_ text: ArraySlice<Unicode.Scalar>) -> Scalars {
        text.reduce(into: []) { collapsed, scalar in
            if !scalar.properties.isWhitespace {
                collapsed.append(scalar)
            } else if collapsed.last != " " {
                collapsed.append(" ")
            }
        }
    }

    private static func wordStarts(_ text: Scalars) -> [Int] {
        var (starts, offset, wasSpace) = ([Int](), 0, true)
        for character in String(scalars: text) {
            let isSpace = character.isWhitespace
            let isBare = character.unicodeScalars.first.map { (0xE00...0x9FFF).contains($0.value) } ?? false
            if !isSpace, wasSpace || isBare { starts.append(offset) }
            wasSpace = isSpace
            offset += character.unicodeScalars.count
        }
        return starts
    }

    private static func weight(_ text: Scalars) -> Int {
        text.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x3040...0x30FF, 0xAC00...0xD7A3: sum + 2
            case 0x3400...0x9FFF: sum + 3
            default: sum + 1
            }
        }
    }
}

extension String {
    init(scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
