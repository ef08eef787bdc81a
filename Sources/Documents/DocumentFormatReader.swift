/// What it takes to read a format: where its blocks begin, and which of them must stay as they are.
protocol DocumentFormatReader {
    /// The extensions of the names of such files, in lower case and without the dot.
    static var nameExtensions: [String] { get }

    /// The blocks of a document, in order; together they cover all its bytes, and each begins at a line's begin.
    ///
    /// Has to take time in proportion to the text's length.
    static func blocks(of text: DocumentText) -> [Block]
}
