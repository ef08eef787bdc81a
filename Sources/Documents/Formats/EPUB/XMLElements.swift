/// The elements of an XML file in the order in which they begin, with what encloses them.
///
/// For files whose structure matters and whose bytes stay; see ``MarkupScanner`` for why it is read by hand. No entity is
/// expanded and no address is fetched. Prefixes are left aside: the vocabularies of the files that are read here share no
/// names that matter.
struct XMLElements: Sequence, IteratorProtocol {
    /// An element.
    struct Element {
        /// Its name without a prefix.
        let name: Substring
        /// What follows its begin, up to the next begin or end of an element; empty where the element has no content.
        let content: Range<Int>
        /// Whether that is all that is in it, text or one CDATA section.
        let isLeaf: Bool
        /// The section, without its brackets, if it is one.
        let section: Range<Int>?
        /// The place of the tag that begins it.
        let tag: Range<Int>
    }

    private let bytes: [UInt8]
    private let tokens: [MarkupScanner.Token]
    private var index = 0
    /// The names of the elements that are open around the next one, outermost first.
    private(set) var path: [Substring] = []
    private var opened: Substring?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tokens = Array(MarkupScanner(bytes, isHTML: false))
    }

    mutating func next() -> Element? {
        if let opened { path.append(opened) }
        opened = nil
        while index < tokens.count {
            let token = tokens[index]
            index += 1
            switch token.kind {
            case .text, .other: break
            case .end: _ = path.popLast()
            case .start(let name, let isEmpty):
                let name = Self.local(name)
                if !isEmpty { opened = name }
                return element(name, token.range, isEmpty: isEmpty)
            }
        }
        return nil
    }

    /// The value of an attribute, with references resolved.
    func attribute(_ name: String, of element: Element) -> String? {
        Attributes.value(of: name, in: element.tag, bytes)
            .map { CharacterReference.decoding(String(decoding: bytes[$0], as: UTF8.self), keepsMarkup: false) }
    }

    private func element(_ name: Substring, _ tag: Range<Int>, isEmpty: Bool) -> Element {
        var (end, isLeaf, sections) = (tag.upperBound, true, [Range<Int>]())
        content: for token in isEmpty ? [] : tokens[index...] {
            switch token.kind {
            case .text:
                if bytes[token.range].contains(where: { $0 > 0x20 }), !sections.isEmpty { isLeaf = false }
            case .other:
                let isSection = bytes[token.range].starts(with: "<![CDATA[".utf8)
                isLeaf =
                    isLeaf && isSection && sections.isEmpty
                    && bytes[tag.upperBound..<token.range.lowerBound].allSatisfy { $0 <= 0x20 }
                if isSection, token.range.count >= 12 {
                    sections.append(token.range.lowerBound + 9..<token.range.upperBound - 3)
                }
            case .start:
                isLeaf = false
                break content
            case .end: break content
            }
            end = token.range.upperBound
        }
        return Element(
            name: name, content: tag.upperBound..<end, isLeaf: isLeaf, section: sections.first, tag: tag)
    }

    private static func local(_ name: String) -> Substring {
        name.lastIndex(of: ":").map { name[name.index(after: $0)...] } ?? name[...]
    }
}
