/// A stretch of whole lines that belong together, with the blank lines after it.
struct Block: Equatable {
    /// What the lines are, as far as it matters for where they may be divided.
    enum Kind: Equatable {
        /// Kept as it is.
        case verbatim
        /// Stays with what follows, where both fit into one segment.
        case heading
        /// Running text.
        case prose
        /// Text whose lines have a meaning of their own: a list, a table, a quotation.
        case lines
    }

    let kind: Kind
    /// The place of the lines in the document's bytes.
    let range: Range<Int>
}
