import Translation

/// A content document of an EPUB: XHTML, whose texts are where ``HTMLReader`` finds them.
enum EPUBContentReader: DocumentFormatReader {
    static let title = EPUBReader.title
    static let nameExtensions: [String] = []
    static let protected = EPUBReader.protected

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        let isASCII = XMLDeclaration.wantsASCII(text)
        return try HTMLReader.blocks(of: asHTML(text), into: target).map { block in
            guard case .unit(var unit) = block.kind else { return block }
            unit.form = EPUBText.form(unit.form, isASCII: isASCII)
            return Block(kind: .unit(unit), range: block.range)
        }
    }

    static func decode(_ raw: Substring, form: String) -> String { EPUBText.decode(raw, form: form) }

    /// The text with what XML reads otherwise than HTML put so that HTML reads it as XML does, with each byte in its place.
    ///
    /// A `<script/>` or `<title/>` without content would begin a script or a title there, and take all that follows for
    /// it; an instruction ends before its first “>”; and an element's name may have a prefix.
    private static func asHTML(_ text: DocumentText) throws(DocumentError) -> DocumentText {
        var bytes = text.bytes
        for token in MarkupScanner(text.bytes, isHTML: false) {
            switch token.kind {
            case .text: break
            case .other: if bytes[token.range].starts(with: "<?".utf8) { blank(token.range, &bytes) }
            case .start(let name, let isEmpty):
                unprefix(name, at: token.range.lowerBound + 1, &bytes)
                let isRaw = MarkupScanner.rawTextElements.contains(name.lowercased())
                if isEmpty, isRaw { blank(token.range, &bytes) }
            case .end(let name): unprefix(name, at: token.range.lowerBound + 2, &bytes)
            }
        }
        return bytes == text.bytes ? text : try DocumentText(bytes: bytes, maximumSize: .max)
    }

    private static func blank(_ range: Range<Int>, _ bytes: inout [UInt8]) {
        for place in range { bytes[place] = UInt8(ascii: " ") }
    }

    /// Moves a name without its prefix to the begin of its tag.
    private static func unprefix(_ name: String, at start: Int, _ bytes: inout [UInt8]) {
        guard let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")) else { return }
        let local = name.utf8[name.utf8.index(after: colon)...]
        guard local.first?.isLetter == true else { return }
        let new = Array(local) + [UInt8](repeating: UInt8(ascii: " "), count: name.utf8.count - local.count)
        bytes.replaceSubrange(start..<start + new.count, with: new)
    }
}

extension EPUBContentReader: HeadedFormat {
    static func heading(_ block: Block, in text: DocumentText) -> Heading? { HTMLReader.heading(block, in: text) }

    /// None: what a chapter calls itself is not what the book does, which ``EPUBPackageReader`` tells.
    static func title(of text: DocumentText, _ blocks: [Block]) -> String? { nil }
}
