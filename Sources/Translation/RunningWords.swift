/// The words of a text that are language: without code, addresses, numbers and names of things in programs.
struct RunningWords: Sendable, Equatable {
    /// Letters in a row, in lower case; in scripts without spaces a whole run of them.
    struct Word: Sendable, Hashable {
        let text: String
        let script: Script
        let isCapitalized: Bool
        /// Whether it is a run of a script without spaces: a clause rather than a word.
        let isRun: Bool

        /// Its length in letters of an alphabet.
        var weight: Double { Double(text.unicodeScalars.count) * script.density }
    }

    /// In the order of the text.
    private(set) var words: [Word] = []
    /// Whether a sentence ends in the text.
    private(set) var hasSentence = false

    /// Takes the words from a text, in linear time.
    init(of text: String) {
        let scalars = Array(text.unicodeScalars)
        let code = Self.codeSpans(scalars)
        var position = 0
        var span = 0
        while position < scalars.count {
            while span < code.count, code[span].upperBound <= position { span += 1 }
            if span < code.count, code[span].contains(position) {
                position = code[span].upperBound
                continue
            }
            let start = position
            let limit = span < code.count ? code[span].lowerBound : scalars.count
            if scalars[start].isWrittenWithoutSpaces {
                position += 1
                guard let script = Script(scalars[start]) else {
                    if SentenceEnd.isMark(scalars[start]) { hasSentence = true }
                    continue
                }
                while position < limit, Script(scalars[position]) == script { position += 1 }
                append(scalars[start..<position], in: script)
            } else if scalars[start].isWhite {
                position += 1
            } else {
                while position < limit, !scalars[position].isWrittenWithoutSpaces,
                    !scalars[position].isWhite
                { position += 1 }
                take(scalars[start..<position])
            }
        }
    }

    /// Takes what stands between two spaces, unless it is an address, a number or a name in a program.
    private mutating func take(_ atom: ArraySlice<Unicode.Scalar>) {
        var bounds = atom.indices
        while let last = bounds.last, Script(atom[last]) == nil {
            if SentenceEnd.isMark(atom[last]) { hasSentence = true }
            bounds.removeLast()
        }
        while let first = bounds.first, Script(atom[first]) == nil { bounds.removeFirst() }
        let body = atom[bounds]
        // An option, a placeholder: “-v”, “[FILE]”, “<branch>”.
        guard !Self.isName(body), let first = atom.first, !"-[<|+&".unicodeScalars.contains(first) else { return }
        var start = body.startIndex
        while start < body.endIndex {
            guard let script = Script(body[start]) else {
                start += 1
                continue
            }
            let end = body[start...].firstIndex { Script($0) != script && !$0.isMark } ?? body.endIndex
            append(body[start..<end], in: script)
            start = end
        }
    }

    private mutating func append(_ letters: ArraySlice<Unicode.Scalar>, in script: Script) {
        let text = String(scalars: letters)
        let isSmall = letters.allSatisfy(\.isSmall)
        let isCapitalized = !isSmall && letters.first?.properties.isUppercase ?? false
        let isRun = letters.first?.isWrittenWithoutSpaces ?? false
        words.append(
            Word(
                text: isSmall ? text : text.lowercased(), script: script, isCapitalized: isCapitalized, isRun: isRun))
    }

    /// Whether letters between spaces are an address, a path, a variable, a placeholder.
    private static func isName(_ body: ArraySlice<Unicode.Scalar>) -> Bool {
        var before: Unicode.Scalar = " "
        for scalar in body {
            switch scalar {
            case "0"..."9", "_", "@", "\\", "=", "{", "}", "<", ">", "$", "%", "#", "/", ":", "|", "[", "]": return true
            case "A"..."Z" where ("a"..."z").contains(before): return true
            case "a"..."z" where before == ".": return true
            default: before = scalar
            }
        }
        return false
    }

    /// The spans between runs of backquotes of the same length, ends included (CommonMark 0.31, section 6.1).
    private static func codeSpans(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var position = 0
        while position < scalars.count {
            let start = position
            while position < scalars.count, scalars[position] == "`" { position += 1 }
            if position > start { runs.append(start..<position) } else { position += 1 }
        }
        var next = [Int: Int]()
        var closer = [Int?](repeating: nil, count: runs.count)
        for index in runs.indices.reversed() {
            closer[index] = next[runs[index].count]
            next[runs[index].count] = index
        }
        var spans: [Range<Int>] = []
        var index = 0
        while index < runs.count {
            if let end = closer[index] {
                spans.append(runs[index].lowerBound..<runs[end].upperBound)
                index = end
            }
            index += 1
        }
        return spans
    }
}

extension Unicode.Scalar {
    /// Whether it is a combining mark or a joiner, which do not end a word.
    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: true
        default: false
        }
    }
}
