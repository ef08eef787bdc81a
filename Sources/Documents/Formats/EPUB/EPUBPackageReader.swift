import Translation

/// The package document of an EPUB: the book's titles, description and subjects (Dublin Core, within `metadata`).
enum EPUBPackageReader: DocumentFormatReader {
    static let title = EPUBReader.title
    static let nameExtensions: [String] = []
    static let protected = EPUBReader.protected

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        LeafText.blocks(of: text, title: "title") { element, path in
            // Before EPUB 3 they may stand in an element of their own (OPF 2.0.1, section 2.2): `dc-metadata`.
            ["title", "description", "subject"].contains(element) && path.suffix(2).contains("metadata")
        }
    }

    static func decode(_ raw: Substring, form: String) -> String { EPUBText.decode(raw, form: form) }
}

extension EPUBPackageReader: HeadedFormat {
    static func heading(_ block: Block, in text: DocumentText) -> Heading? { nil }

    /// What the first `dc:title` with a text says, which is the main one (EPUB 3.3, section 5.5.3).
    static func title(of text: DocumentText, _ blocks: [Block]) -> String? {
        for block in blocks {
            guard case .unit(let unit) = block.kind, unit.role == .title else { continue }
            // No reference is kept here for the sake of markup.
            let form = unit.form == EPUBText.section ? unit.form : HTMLReader.Form.attribute
            let words = decode(Heading.beginning(of: block.range, in: text)[...], form: form)
            if let title = Heading(level: 1, words) { return title.text }
        }
        return nil
    }
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
