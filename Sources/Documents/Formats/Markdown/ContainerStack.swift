/// The quotations, list items and footnotes that a line stands in (CommonMark 0.31, section 5).
struct ContainerStack {
    /// A block that holds blocks.
    enum Container: Equatable {
        /// A block quotation.
        case quotation
        /// An item of a list, and how many columns its content is indented against what it stands in.
        case item(width: Int)
        /// A footnote, whose content is indented by four columns from its second line on (as cmark-gfm reads it).
        case footnote
    }

    /// More are not told apart; otherwise a line of a million `>` would cost each line after it a million steps.
    private static let maximumDepth = 64

    private var containers: [Container] = []
    /// Whether the innermost container is an item that has nothing yet; a blank line ends it (section 5.2, rule 3).
    private var hasEmptyItem = false

    var count: Int { containers.count }

    /// The outermost container.
    var root: Container? { containers.first }

    /// How many of the open containers go on in a line, whose cursor is moved behind their marks.
    mutating func matching(_ cursor: inout LineCursor) -> Int {
        let wasEmpty = hasEmptyItem
        hasEmptyItem = false
        for (depth, container) in containers.enumerated() {
            let indentation = cursor.indentation
            switch container {
            case .quotation:
                guard indentation <= 3, cursor.rest.first == UInt8(ascii: ">") else { return depth }
                Self.skipQuotationMark(&cursor, indentation: indentation)
            case .item(let width):
                let endsHere = cursor.isBlank && wasEmpty && depth == containers.count - 1
                guard !endsHere, indentation >= width || cursor.isBlank else { return depth }
                cursor.skip(columns: width)
            case .footnote:
                guard indentation >= 4 || cursor.isBlank else { return depth }
                cursor.skip(columns: 4)
            }
        }
        return containers.count
    }

    /// Ends all containers but the outermost ones.
    mutating func keep(_ count: Int) {
        containers.removeLast(containers.count - count)
    }

    /// Opens the containers that begin in a line, inside the outermost `kept`; the others end if any begins.
    ///
    /// - Parameter interruptsParagraph: whether the line before is a paragraph that this one would end. Then a list has to
    ///   begin with a bullet or with 1, and not with an empty item.
    /// - Returns: whether any began.
    mutating func open(_ cursor: inout LineCursor, kept: Int, interruptsParagraph: Bool) -> Bool {
        var isFirst = true
        while containers.count < Self.maximumDepth || isFirst && kept < Self.maximumDepth {
            let indentation = cursor.indentation
            guard indentation <= 3, !cursor.isThematicBreak else { break }
            let interrupts = interruptsParagraph && isFirst
            let container: Container
            if cursor.rest.first == UInt8(ascii: ">") {
                Self.skipQuotationMark(&cursor, indentation: indentation)
                container = .quotation
            } else if let length = Self.footnoteMark(cursor.rest) {
                cursor.skip(columns: indentation)
                cursor.skip(bytes: length)
                cursor.skip(columns: cursor.indentation)
                container = .footnote
            } else if let marker = ListMarker(cursor.rest), !interrupts || marker.mayInterruptParagraph {
                cursor.skip(columns: indentation)
                cursor.skip(bytes: marker.length)
                let gap = cursor.isBlank || cursor.indentation > 4 ? 1 : cursor.indentation
                cursor.skip(columns: gap)
                container = .item(width: indentation + marker.length + gap)
            } else {
                break
            }
            if isFirst { keep(kept) }
            isFirst = false
            containers.append(container)
            if case .item = container { hasEmptyItem = cursor.isBlank } else { hasEmptyItem = false }
        }
        return !isFirst
    }

    /// The bytes of a footnote's mark, `[^label]:`, that begins what is left of a line.
    private static func footnoteMark(_ rest: ArraySlice<UInt8>) -> Int? {
        guard rest.starts(with: "[^".utf8) else { return nil }
        let label = rest.dropFirst(2).prefix { $0 > 0x20 && $0 != UInt8(ascii: "]") }
        return !label.isEmpty && rest[label.endIndex...].starts(with: "]:".utf8) ? label.count + 4 : nil
    }

    private static func skipQuotationMark(_ cursor: inout LineCursor, indentation: Int) {
        cursor.skip(columns: indentation)
        cursor.skip(bytes: 1)
        cursor.skip(columns: 1)
    }
}
