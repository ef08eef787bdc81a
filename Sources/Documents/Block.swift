/// A stretch of a document that belongs together; of running text, whole lines with the blank lines after them.
struct Block: Equatable {
    /// What the stretch is, as far as it matters for where it may be divided.
    enum Kind: Equatable {
        /// Kept as it is.
        case verbatim
        /// Stays with what follows, where both fit into one segment.
        case heading
        /// Running text.
        case prose
        /// Text whose lines have a meaning of their own: a list, a table, a quotation.
        case lines
        /// A text of its own among what is no text: a string of a catalogue, a cue of subtitles.
        case unit(Unit)
    }

    /// How a unit stands in the document.
    struct Unit: Equatable {
        /// How it is written there, in the words of its own format.
        var form: String
        /// Where the text to translate stands, if not where its translation goes.
        var source: Range<Int>?
        /// What the text is in the document, if it is more than a text.
        var role: Role?
    }

    /// What a unit may be besides.
    enum Role: Equatable {
        /// What the document calls itself.
        case title
        /// The heading of a section; 1 is the highest level.
        case heading(level: Int)
    }

    let kind: Kind
    /// The place in the document's bytes: of lines, or of what a unit's translation replaces.
    let range: Range<Int>

    /// Units with everything between them as verbatim blocks.
    ///
    /// - Parameters:
    ///   - units: In the order of the document; none overlaps another.
    ///   - count: The document's bytes.
    static func filling(_ units: [Block], count: Int) -> [Block] {
        var blocks: [Block] = []
        var end = 0
        for unit in units {
            if end < unit.range.lowerBound { blocks.append(Block(kind: .verbatim, range: end..<unit.range.lowerBound)) }
            blocks.append(unit)
            end = unit.range.upperBound
        }
        if end < count { blocks.append(Block(kind: .verbatim, range: end..<count)) }
        return blocks
    }
}
