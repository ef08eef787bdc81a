import Translation

/// The package document of an EPUB: the book's titles, description and subjects (Dublin Core, within `metadata`).
enum EPUBPackageReader: DocumentFormatReader {
    static let title = EPUBReader.title
    static let nameExtensions: [String] = []
    static let protected = EPUBReader.protected

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        LeafText.blocks(of: text) { element, path in
            // Before EPUB 3 they may stand in an element of their own (OPF 2.0.1, section 2.2): `dc-metadata`.
            ["title", "description", "subject"].contains(element) && path.suffix(2).contains("metadata")
        }
    }

    static func decode(_ raw: Substring, form: String) -> String { EPUBText.decode(raw, form: form) }
}

/// The table of contents of EPUB 2 (OPF 2.0.1, section 2.4.1; ANSI/NISO Z39.86-2005, section 8): labels of the places in
/// the book, but not the numbers of pages.
enum NCXReader: DocumentFormatReader {
    static let title = EPUBReader.title
    static let nameExtensions: [String] = []
    static let protected = EPUBReader.protected

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        LeafText.blocks(of: text) { element, path in
            element == "text" && (path.last == "navLabel" || path.last == "docTitle")
                && !path.suffix(2).contains("pageTarget")
        }
    }

    static func decode(_ raw: Substring, form: String) -> String { EPUBText.decode(raw, form: form) }
}
