/// The kinds of document that can be taken apart and put together again.
///
/// To add one: a case here, its reader in ``reader``, and the reader in a file of its own.
public enum DocumentFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// Plain text: paragraphs between blank lines.
    case text
    /// Markdown, as CommonMark 0.31 has it, with GitHub's tables and with front matter.
    case markdown

    var reader: any DocumentFormatReader.Type {
        switch self {
        case .text: TextReader.self
        case .markdown: MarkdownReader.self
        }
    }

    /// The format that a person named, by its own name or by an extension (`markdown`, `md`), in any case.
    public init?(named name: String) {
        let name = name.lowercased()
        let match = Self.allCases.first { $0.rawValue == name || $0.reader.nameExtensions.contains(name) }
        guard let match else { return nil }
        self = match
    }

    /// The format of a document, found by the extension of its name; plain text if that says nothing.
    ///
    /// - Parameters:
    ///   - name: the file's name or path, if it has one.
    ///   - bytes: the document. No format of today has to look inside.
    public static func detect(name: String?, bytes: some Collection<UInt8> = [UInt8]()) -> DocumentFormat {
        guard let file = name?.split(separator: "/").last, let dot = file.lastIndex(of: ".") else { return .text }
        let ending = file[file.index(after: dot)...].lowercased()
        return allCases.first { $0.reader.nameExtensions.contains(ending) } ?? .text
    }
}
