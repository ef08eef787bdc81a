import Translation

/// EPUB 2 and 3 (EPUB 3.3; OPF 2.0.1; OCF 3.3): the title, the description and the subjects of the book, its tables of
/// contents, and the content documents of its spine.
///
/// All else stays as it is packed, the language that the book says it has too (`dc:language`, `xml:lang`): it is up to the
/// person who publishes the translation to change it. So does a signature (`META-INF/signatures.xml`), which does not fit
/// a translated book.
enum EPUBReader: DocumentFormatReader {
    static let title = "EPUB"
    static let nameExtensions = ["epub"]
    static let isContinuous = true
    static let isContainer = true
    static let rules = "The text is from a book in XHTML: keep its tags, each around the words that it belongs to."
    static let protected = HTMLReader.protected

    /// The file type of an archive whose first file is as OCF 3.3, section 4.3 wants it.
    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: [0x50, 0x4B, 3, 4]) && head.dropFirst(30).starts(with: "mimetypeapplication/epub+zip".utf8)
    }

    static func members(of document: [UInt8], maximumSize: Int) throws(DocumentError) -> [DocumentMember] {
        var book = try EPUBContents(ZIPArchive(document, as: .epub, limit: maximumSize))
        return try book.members()
    }

    static func document(_ original: [UInt8], with members: [[UInt8]]) throws(DocumentError) -> [UInt8] {
        let archive = try ZIPArchive(original, as: .epub, limit: .max)
        var contents = EPUBContents(archive)
        let former = try contents.members()
        guard former.count == members.count else { throw .otherDocument }
        let changed = zip(former, members).compactMap { old, new in
            old.bytes == new ? nil : old.name.map { (name: $0, bytes: new) }
        }
        guard !changed.isEmpty else { return original }
        var book = try archive.bytes(replacing: changed)
        ZIPTimes.carry(from: original, into: &book)
        return book
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        [Block(kind: .verbatim, range: 0..<text.bytes.count)]
    }

    static func decode(_ raw: Substring, form: String) -> String { EPUBText.decode(raw, form: form) }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        EPUBText.encode(text, form: form, over: old)
    }

    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        TagOrder.isKept(in: translation, of: source, isHTML: false)
    }
}
