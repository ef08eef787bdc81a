enum MarkdownReader: DocumentFormatReader {
    static let nameExtensions = ["md", "markdown", "mdown", "mkd"]
    static func blocks(of text: DocumentText) -> [Block] { TextReader.blocks(of: text) }
}
