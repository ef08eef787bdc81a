/// The kinds of document that can be taken apart and put together again.
///
/// To add one: a case here, its reader in ``reader``, and the reader in a file of its own.
public enum DocumentFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// Plain text: paragraphs between blank lines.
    case text
    /// Markdown, as CommonMark 0.31 has it, with GitHub's tables and with front matter.
    case markdown
    /// HTML, and XHTML as browsers read it.
    case html
    /// XLIFF 1.2 and 2.0, with which translators exchange work.
    case xliff
    /// SubRip subtitles.
    case srt
    /// WebVTT subtitles and captions.
    case vtt
    /// Message catalogues of GNU gettext.
    case po
    /// A JSON object or array whose strings are texts.
    case json
    /// A catalogue of Java's `Properties`.
    case properties
    /// A table of Apple's old-style strings.
    case strings
    /// A book in EPUB 2 or 3.
    case epub
    /// A string catalogue of Xcode 15, which holds the texts of a program in all its languages.
    case xcstrings
    /// A YAML document or stream of documents whose strings are texts.
    case yaml
    /// LaTeX, as far as it can be read without TeX.
    case latex

    var reader: any DocumentFormatReader.Type {
        switch self {
        case .text: TextReader.self
        case .markdown: MarkdownReader.self
        case .html: HTMLReader.self
        case .xliff: XLIFFReader.self
        case .srt: SubRipReader.self
        case .vtt: WebVTTReader.self
        case .po: GettextReader.self
        case .json: JSONReader.self
        case .properties: PropertiesReader.self
        case .strings: AppleStringsReader.self
        case .epub: EPUBReader.self
        case .xcstrings: StringCatalogueReader.self
        case .yaml: YAMLReader.self
        case .latex: LaTeXReader.self
        }
    }

    /// What people call it.
    public var title: String { reader.title }

    /// Whether a document is text from begin to end, and not texts among much else.
    public var isRunningText: Bool { reader.isRunningText }

    /// Whether the texts of a document follow one another, so that what stands before one helps to translate it.
    public var isContinuous: Bool { reader.isContinuous }

    /// Whether a document is a container of files, and no text that a person could read.
    public var isContainer: Bool { reader.isContainer }

    /// Whether a document holds several languages, so that what is to be translated depends on the target.
    public var holdsLanguages: Bool { reader.holdsLanguages }

    /// The format that a person named, by its own name or by an extension (`markdown`, `md`), in any case.
    public init?(named name: String) {
        let name = name.lowercased()
        let match = Self.allCases.first { $0.rawValue == name || $0.reader.nameExtensions.contains(name) }
        guard let match else { return nil }
        self = match
    }

    /// The format of a document, found by the extension of its name, else by its first bytes; plain text if neither says
    /// anything.
    ///
    /// - Parameters:
    ///   - name: the file's name or path, if it has one.
    ///   - bytes: the document.
    public static func detect(name: String?, bytes: some Collection<UInt8> = [UInt8]()) -> DocumentFormat {
        if let file = name?.split(separator: "/").last, let dot = file.lastIndex(of: ".") {
            let ending = file[file.index(after: dot)...].lowercased()
            if let format = allCases.first(where: { $0.reader.nameExtensions.contains(ending) }) { return format }
        }
        let head = Array(bytes.prefix(1024))
        return allCases.first { $0.reader.recognizes(head[...]) } ?? .text
    }
}
