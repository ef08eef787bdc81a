/// What the first line of an XML file says about its encoding (XML 1.0, section 4.3.3).
enum XMLDeclaration {
    /// The encoding that the file says it has and has not; nil where both fit.
    ///
    /// A file of ASCII alone is right in any encoding that begins with ASCII.
    static func otherEncoding(in text: DocumentText) -> String? {
        guard let name = name(in: text) else { return nil }
        let declared = name.lowercased()
        let fits =
            switch text.encoding {
            case .utf8:
                isUTF8(declared)
                    || !declared.hasPrefix("utf-") && !declared.hasPrefix("iso-10646")
                        && text.bytes.allSatisfy { $0 < 0x80 }
            case .utf16LittleEndian: ["utf-16", "utf-16le"].contains(declared)
            case .utf16BigEndian: ["utf-16", "utf-16be"].contains(declared)
            case .utf32LittleEndian: ["utf-32", "utf-32le"].contains(declared)
            case .utf32BigEndian: ["utf-32", "utf-32be"].contains(declared)
            }
        return fits ? nil : name
    }

    /// Whether what goes beyond ASCII has to be written as references: another encoding is named, and the file has not
    /// used it yet.
    static func wantsASCII(_ text: DocumentText) -> Bool {
        guard text.encoding == .utf8, let name = name(in: text) else { return false }
        return !isUTF8(name.lowercased())
    }

    private static func isUTF8(_ name: String) -> Bool { name == "utf-8" || name == "utf8" }

    private static func name(in text: DocumentText) -> String? {
        guard text.bytes.starts(with: "<?xml".utf8) else { return nil }
        let end = text.bytes.prefix(1024).firstIndex(of: UInt8(ascii: ">")) ?? 0
        guard let place = Attributes.value(of: "encoding", in: 0..<end, text.bytes), !place.isEmpty else { return nil }
        return String(decoding: text.bytes[place], as: UTF8.self)
    }
}
