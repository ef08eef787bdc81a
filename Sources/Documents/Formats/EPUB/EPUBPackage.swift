/// What an EPUB's package document says about where its texts are (EPUB 3.3, section 5; OPF 2.0.1, section 2).
struct EPUBPackage {
    /// Where the navigation document and the NCX are, as the package refers to them.
    var navigation: [(reference: String, isNCX: Bool)] = []
    /// Where the content documents of the spine are, in reading order.
    var spine: [String] = []

    private struct Item {
        var reference: String
        var type: String
        var fallback: String?
    }

    /// - Throws: ``DocumentError/malformed(_:line:what:)`` where the spine names what the manifest has not.
    init(_ text: DocumentText) throws(DocumentError) {
        var items: [String: Item] = [:]
        var order: [(id: String, place: Int)] = []
        var table: String?
        var elements = XMLElements(text.bytes)
        while let element = elements.next() {
            switch (elements.path.last, element.name) {
            case ("manifest", "item"):
                guard let id = elements.attribute("id", of: element),
                    let reference = elements.attribute("href", of: element)
                else { continue }
                let type = elements.attribute("media-type", of: element) ?? ""
                items[id] = Item(
                    reference: reference, type: type, fallback: elements.attribute("fallback", of: element))
                let properties = elements.attribute("properties", of: element) ?? ""
                if properties.split(whereSeparator: \.isWhitespace).contains("nav") {
                    navigation.append((reference, false))
                }
            case (_, "spine"): table = elements.attribute("toc", of: element)
            case ("spine", "itemref"):
                if let id = elements.attribute("idref", of: element) { order.append((id, element.tag.lowerBound)) }
            default: break
            }
        }
        // EPUB 3 may have both; OPF 2 names the NCX in the spine, and some books only in the manifest.
        let isTable = { (id: String, item: Item) in id == table || item.type == "application/x-dtbncx+xml" }
        navigation += items.filter { isTable($0.key, $0.value) }.map { ($0.value.reference, true) }
            .sorted { $0.0 < $1.0 }
        for (id, place) in order {
            guard items[id] != nil else {
                throw .malformed(
                    .epub, line: text.line(of: place), what: "the spine names “\(id)”, which the manifest has not")
            }
            if let reference = Self.content(id, items) { spine.append(reference) }
        }
        guard !order.isEmpty else { throw .malformed(.epub, line: 1, what: "there is no spine, or nothing in it") }
    }

    /// The XHTML that stands for an item: itself, or what its fallbacks lead to (EPUB 3.3, section 3.5.1).
    private static func content(_ id: String, _ items: [String: Item]) -> String? {
        var next = Optional(id)
        for _ in 0..<longestChain {
            guard let id = next, let item = items[id] else { return nil }
            if types.contains(item.type.lowercased()) { return item.reference }
            next = item.fallback
        }
        return nil
    }

    /// So many fallbacks are followed at most: a chain may lead back to itself, or be as long as the manifest.
    private static let longestChain = 16

    private static let types: Set<String> = ["application/xhtml+xml", "text/html", "text/x-oeb1-document"]
}
