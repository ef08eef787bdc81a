/// What makes a text well-formed XML, as far as a translation can break it.
enum XMLForm {
    /// Refuses what is not well-formed, and what declares entities: nothing here is ever expanded or fetched.
    static func check(_ text: DocumentText, as format: DocumentFormat) throws(DocumentError) {
        var open: [String] = []
        var roots = 0
        func fault(_ place: Int, _ what: String) -> DocumentError {
            .malformed(format, line: text.line(of: place), what: what)
        }
        for token in MarkupScanner(text.bytes, isHTML: false) {
            let place = token.range.lowerBound
            switch token.kind {
            case .start(let name, let isEmpty):
                guard text.bytes[token.range].last == UInt8(ascii: ">") else {
                    throw fault(place, "a tag does not end")
                }
                if open.isEmpty { roots += 1 }
                if !isEmpty { open.append(name) }
            case .end(let name):
                guard let last = open.popLast() else { throw fault(place, "</\(name)> ends nothing") }
                guard last == name else { throw fault(place, "</\(name)> stands where </\(last)> must") }
            case .text:
                let bytes = text.bytes[token.range]
                if open.isEmpty, bytes.contains(where: { $0 > 0x20 }) { throw fault(place, "text outside of the root") }
                if let less = bytes.firstIndex(of: UInt8(ascii: "<")) { throw fault(less, "a “<” begins no tag") }
                if let place = unknownReference(bytes, text.bytes) {
                    throw fault(place, "a reference that XML does not know")
                }
            case .other:
                if text.bytes[token.range].starts(with: "<!DOCTYPE".utf8),
                    text.bytes[token.range].contains(UInt8(ascii: "["))
                {
                    throw fault(place, "a document type with declarations of its own is not read")
                }
            }
        }
        if let last = open.last { throw fault(text.bytes.count, "<\(last)> does not end") }
        guard roots == 1 else { throw fault(0, roots == 0 ? "there is no element" : "there are \(roots) roots") }
    }

    /// A text without the characters that XML must not have at all (XML 1.0, section 2.2).
    static func withoutControls(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy(CharacterReference.isXML) { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(CharacterReference.isXML)))
    }

    /// A text with references in the place of its CDATA sections, which a model would take for text.
    static func withoutSections(_ raw: Substring) -> String {
        let bytes = Array(raw.utf8)
        guard bytes.contains(UInt8(ascii: "<")) else { return String(raw) }
        var result: [UInt8] = []
        for token in MarkupScanner(bytes, isHTML: false) {
            let range = token.range
            guard case .other = token.kind, bytes[range].starts(with: "<![CDATA[".utf8), range.count >= 12 else {
                result += bytes[range]
                continue
            }
            for byte in bytes[range].dropFirst(9).dropLast(3) {
                switch byte {
                case UInt8(ascii: "&"): result += "&amp;".utf8
                case UInt8(ascii: "<"): result += "&lt;".utf8
                case UInt8(ascii: ">"): result += "&gt;".utf8
                default: result.append(byte)
                }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func unknownReference(_ range: ArraySlice<UInt8>, _ bytes: [UInt8]) -> Int? {
        var index = range.startIndex
        while let place = range[index...].firstIndex(of: UInt8(ascii: "&")) {
            guard let end = InlineMarkup.reference(bytes, place),
                CharacterReference.isXML(bytes[place + 1..<end - 1])
            else { return place }
            index = end
        }
        return nil
    }
}
