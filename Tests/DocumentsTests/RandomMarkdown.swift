import Support

/// Well-formed Markdown of which it is known which words have to be translated and which must not be.
struct RandomMarkdown {
    private(set) var text = ""
    /// Words that stand once in the text, in prose.
    private(set) var prose: [String] = []
    /// Words that stand once in the text, in code or comments.
    private(set) var code: [String] = []
    private var random: SeededGenerator
    private let ending: String

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        ending = random.pick(["\n", "\r\n"])
        if random.next() % 4 == 0 { add(["---", "title: \(codeWord())", "---"], prefix: "") }
        for _ in 0..<Int.random(in: 1...12, using: &random) { addBlock(prefix: "", depth: 0) }
    }

    private mutating func codeWord() -> String {
        code.append("code\(code.count)x")
        return code[code.count - 1]
    }

    private mutating func proseWord() -> String {
        prose.append("prose\(prose.count)x")
        return prose[prose.count - 1]
    }

    private mutating func sentence() -> String {
        "The \(proseWord()) is \(proseWord()) here."
    }

    private mutating func add(_ lines: [String], prefix: String) {
        for line in lines { text += prefix + line + ending }
    }

    private mutating func addBlock(prefix: String, depth: Int) {
        let blank = prefix.contains(">") ? prefix : ""
        switch random.next() % (depth < 3 ? 9 : 6) {
        case 0, 1: add([sentence(), sentence()], prefix: prefix)
        case 2: add(["## " + sentence()], prefix: prefix)
        case 3:
            let mark = random.pick(["`", "~"])
            let fence = String(repeating: mark, count: Int.random(in: 3...6, using: &random))
            let inside = random.pick(["", String(fence.dropLast()), fence + " no", "- x", "> y", "    z"])
            add([fence + " info", codeWord(), "", inside, codeWord(), fence + mark + "  "], prefix: prefix)
        case 4: add(["<!-- \(codeWord())", "", "\(codeWord()) -->"], prefix: prefix)
        case 5:
            add(["| \(proseWord()) | b |", "|---|:-:|", "| \(proseWord()) | c |"], prefix: prefix)
        case 6:
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let marker = random.pick(["- ", "1. ", "*   ", "10) "])
                add([marker + sentence()], prefix: prefix)
                add([""], prefix: blank)
                addBlock(prefix: prefix + String(repeating: " ", count: marker.count), depth: depth + 1)
            }
        case 7: addBlock(prefix: prefix + "> ", depth: depth + 1)
        default:
            // Not right after a list, where four columns more would be a paragraph of its last item.
            add([sentence()], prefix: prefix)
            add([""], prefix: blank)
            add(["    " + codeWord(), "", "    " + codeWord()], prefix: prefix)
        }
        add([""], prefix: blank)
    }
}
