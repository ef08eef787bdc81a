import Documents

extension Book {
    /// A book put together of its segments, each translated.
    static func assembled(
        _ document: SourceDocument, _ original: [UInt8], by translate: (String) -> String
    ) throws(DocumentError) -> [UInt8] {
        var pairs: [(source: SourceSegment, translated: String)] = []
        for segment in document.segments { pairs.append((segment, translate(segment.prompt))) }
        return try Assembly.assemble(pairs, format: .epub, original: original)
    }

    /// A book, translated.
    static func translated(_ bytes: [UInt8], by translate: (String) -> String) throws -> [UInt8] {
        try assembled(SourceDocument(bytes: bytes, format: .epub), bytes, by: translate)
    }

    /// The list of encrypted files with one file in it.
    static func encryption(of file: String) -> [UInt8] {
        Array(
            """
            <encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">
            <enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/>
            <enc:CipherData><enc:CipherReference URI="\(file)"/></enc:CipherData></enc:EncryptedData>
            </encryption>
            """.utf8)
    }

    /// Puts one text in the place of another one.
    mutating func replace(_ name: String, _ old: String, _ new: String) {
        files[name] = Array(String(decoding: files[name] ?? [], as: UTF8.self).replacing(old, with: new).utf8)
    }
}
