/// The blocks of a Markdown document as they grow, line by line.
struct BlockList {
    private var blocks: [Block] = []
    private var kind = Block.Kind.prose
    private var range = 0..<0
    private var root: ContainerStack.Container?
    /// Where the last line of the block begins.
    private var lastLine = 0

    /// Adds a line that begins something.
    ///
    /// Between containers that begins a block; inside a list, or inside one quotation or footnote, only what is verbatim does.
    mutating func add(
        _ kind: Block.Kind, in root: ContainerStack.Container?, _ line: Range<Int>, isNewRoot: Bool = false
    ) {
        let kind = root == nil || kind == .verbatim ? kind : .lines
        if kind != self.kind || !goesOn(in: root, isNewRoot: isNewRoot) {
            close()
            self.kind = kind
        }
        self.root = root
        extend(to: line)
    }

    /// Adds a line that goes on with what the last line was, or is blank.
    mutating func extend(to line: Range<Int>) {
        lastLine = line.lowerBound
        range = range.lowerBound..<line.upperBound
    }

    /// Makes a heading of the paragraph that the block is.
    mutating func makeHeading() {
        if kind == .prose { kind = .heading }
    }

    /// Makes a table of the last line and what follows; it has turned out to be a table's header.
    mutating func makeTable() {
        guard kind == .prose else { return }
        let header = lastLine..<range.upperBound
        range = range.lowerBound..<lastLine
        close()
        kind = .lines
        extend(to: header)
    }

    /// Ends the last block, and gives all.
    mutating func finish() -> [Block] {
        close()
        return blocks
    }

    private func goesOn(in root: ContainerStack.Container?, isNewRoot: Bool) -> Bool {
        switch (self.root, root) {
        case (.item, .item): true
        case (.quotation, .quotation), (.footnote, .footnote): !isNewRoot
        default: kind == .verbatim
        }
    }

    private mutating func close() {
        if !range.isEmpty { blocks.append(Block(kind: kind, range: range)) }
        range = range.upperBound..<range.upperBound
        root = nil
    }
}
