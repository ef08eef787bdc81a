/// Reads Markdown line by line, as the appendix of CommonMark 0.31 (“A parsing strategy”) describes its first phase.
struct MarkdownParser {
    /// The block that may go on in the next line and holds no other blocks.
    private enum Leaf: Equatable {
        case none
        case paragraph
        case fence(CodeFence)
        case html(RawHTML)
        /// A definition that so many more lines belong to.
        case definition(lines: Int)
    }

    private let bytes: [UInt8]
    private var containers = ContainerStack()
    private var leaf = Leaf.none
    private var blocks = BlockList()

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes everything up to a place as verbatim.
    mutating func skip(to end: Int) {
        blocks.add(.verbatim, in: nil, 0..<end)
    }

    /// Takes the next line.
    mutating func read(_ line: LineSequence.Line) {
        var cursor = LineCursor(bytes, content: line.content)
        let matched = containers.matching(&cursor)
        if matched == containers.count, continuesVerbatim(cursor) {
            blocks.add(.verbatim, in: containers.root, line.range)
            return
        }
        if cursor.isBlank {
            containers.keep(matched)
            leaf = .none
            blocks.extend(to: line.range)
            return
        }
        let isParagraph = leaf == .paragraph
        let interrupts = isParagraph && matched == containers.count
        let hasOpened = containers.open(&cursor, kept: matched, interruptsParagraph: interrupts)
        if isParagraph, !hasOpened, continuesParagraph(cursor, line, isLazy: !interrupts) { return }
        if !hasOpened { containers.keep(matched) }
        begin(cursor, line, isNewRoot: hasOpened && matched == 0)
    }

    /// All blocks.
    mutating func finish() -> [Block] { blocks.finish() }

    /// Whether an open verbatim block goes on in this line, or ends with it.
    private mutating func continuesVerbatim(_ cursor: LineCursor) -> Bool {
        switch leaf {
        case .fence(let fence):
            if fence.isClosed(by: cursor) { leaf = .none }
            return true
        case .html(let html):
            if html.isClosed(by: cursor) { leaf = .none }
            return true
        case .definition(let lines):
            leaf = lines > 1 ? .definition(lines: lines - 1) : .none
            return true
        case .none, .paragraph:
            return false
        }
    }

    /// Whether an open paragraph goes on in this line.
    ///
    /// - Parameter isLazy: whether the line lacks the marks of the containers that the paragraph stands in (section 5.1).
    private mutating func continuesParagraph(_ cursor: LineCursor, _ line: LineSequence.Line, isLazy: Bool) -> Bool {
        if cursor.indentation >= 4 {
            blocks.extend(to: line.range)
            return true
        }
        if !isLazy, cursor.isHeadingUnderline {
            leaf = .none
            blocks.extend(to: line.range)
            blocks.makeHeading()
            return true
        }
        guard !cursor.isHeading, !cursor.isThematicBreak else { return false }
        guard CodeFence(opening: cursor) == nil, RawHTML(opening: cursor) == nil else { return false }
        if !isLazy, cursor.isTableDelimiter { blocks.makeTable() }
        blocks.extend(to: line.range)
        return true
    }

    /// Begins a block that holds no others.
    private mutating func begin(_ cursor: LineCursor, _ line: LineSequence.Line, isNewRoot: Bool) {
        leaf = .none
        var kind = Block.Kind.prose
        if cursor.isBlank {
            // An item or a quotation that begins empty.
        } else if cursor.indentation >= 4 {
            kind = .verbatim
        } else if cursor.isHeading {
            kind = .heading
        } else if let fence = CodeFence(opening: cursor) {
            leaf = .fence(fence)
            kind = .verbatim
        } else if let html = RawHTML(opening: cursor) {
            leaf = html.isClosed(by: cursor) ? .none : .html(html)
            kind = .verbatim
        } else if let definition = definition(cursor, line) {
            leaf = definition.lines > 1 ? .definition(lines: definition.lines - 1) : .none
            kind = .verbatim
        } else if !cursor.isThematicBreak {
            leaf = .paragraph
        }
        blocks.add(kind, in: containers.root, line.range, isNewRoot: isNewRoot)
    }

    /// The definition of a link that begins in a line and may go on in the next ones, as a paragraph would.
    private func definition(_ cursor: LineCursor, _ line: LineSequence.Line) -> LinkDefinition? {
        var (containers, lines) = (containers, LineSequence(bytes[line.range.upperBound...]))
        return LinkDefinition(cursor) {
            guard let line = lines.next() else { return nil }
            var cursor = LineCursor(bytes, content: line.content)
            guard containers.matching(&cursor) == containers.count, !cursor.isBlank else { return nil }
            guard cursor.indentation <= 3 else { return cursor }
            guard !cursor.isHeading, !cursor.isThematicBreak, !cursor.isHeadingUnderline else { return nil }
            guard CodeFence(opening: cursor) == nil, RawHTML(opening: cursor) == nil else { return nil }
            var (inner, rest) = (containers, cursor)
            let opens = inner.open(&rest, kept: containers.count, interruptsParagraph: true)
            return opens ? nil : cursor
        }
    }
}
