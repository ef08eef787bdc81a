/// Texts that are all that their elements hold.
enum LeafText {
    /// The units of a file of XML, with what is between them.
    ///
    /// - Parameters:
    ///   - title: The element whose text is what the file calls itself.
    ///   - isWanted: Tells from an element's name, and from those of the elements around it, whether its text is one.
    static func blocks(
        of text: DocumentText, title: Substring? = nil, isWanted: (Substring, [Substring]) -> Bool
    ) -> [Block] {
        let isASCII = XMLDeclaration.wantsASCII(text)
        let form = EPUBText.form(HTMLReader.Form.text, isASCII: isASCII)
        var units: [Block] = []
        var elements = XMLElements(text.bytes)
        while let element = elements.next() {
            guard element.isLeaf, isWanted(element.name, elements.path) else { continue }
            let range = trimmed(element.section ?? element.content, text.bytes)
            if range.isEmpty { continue }
            let unit = Block.Unit(
                form: element.section == nil ? form : EPUBText.section,
                role: element.name == title ? Block.Role.title : nil)
            units.append(Block(kind: .unit(unit), range: range))
        }
        return Block.filling(units, count: text.bytes.count)
    }

    private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
        var range = range
        while let first = bytes[range].first, first <= 0x20 { range = range.lowerBound + 1..<range.upperBound }
        while let last = bytes[range].last, last <= 0x20 { range = range.lowerBound..<range.upperBound - 1 }
        return range
    }
}
