/// A JSON value with its place in the document.
struct JSONTree {
    /// A key with its value.
    struct Member {
        let name: String
        /// Between the quotes.
        let key: Range<Int>
        let value: JSONTree

        /// The key with its quotes, and the value.
        var range: Range<Int> { key.lowerBound - 1..<value.range.upperBound }
    }

    /// What the value is.
    enum Content {
        case object([Member])
        /// Between the quotes.
        case string(Range<Int>)
        /// An array, a number, `true`, `false` or `null`.
        case other
    }

    /// With quotes, brackets or braces.
    let range: Range<Int>
    let content: Content

    /// The members of an object; none of anything else.
    var members: [Member] {
        if case .object(let members) = content { members } else { [] }
    }

    /// Where the text of a string stands; nil where the value is no string.
    var string: Range<Int>? {
        if case .string(let range) = content { range } else { nil }
    }

    /// The first member of a name.
    subscript(name: String) -> JSONTree? {
        if let places { return places[name].map { members[$0].value } }
        return members.first { $0.name == name }?.value
    }

    /// Where the members of a large object are.
    private let places: [String: Int]?

    /// So deep may a value be nested: a string catalogue needs twelve levels, and a tree is freed by recursion.
    private static let greatestDepth = 64

    /// Reads a whole document.
    ///
    /// - Throws: ``DocumentError/malformed(_:line:what:)`` where it is no JSON, or nested deeper than any that is meant.
    init(_ text: DocumentText, format: DocumentFormat) throws(DocumentError) {
        struct Open {
            let isObject: Bool
            let start: Int
            let key: Range<Int>?
            var members: [Member] = []
        }
        var parser = JSONParser(text, format: format)
        var open: [Open] = []
        var key: Range<Int>?
        var root: JSONTree?
        func add(_ tree: JSONTree, _ key: Range<Int>?) {
            guard let last = open.indices.last else { return root = tree }
            guard let key else { return }
            let name = BackslashEscapes.json.decode(text[key])
            open[last].members.append(Member(name: name, key: key, value: tree))
        }
        while let event = try parser.next() {
            switch event {
            case .key(let range):
                key = range
                continue
            case .open(let isObject, let start):
                guard open.count < Self.greatestDepth else {
                    throw .malformed(format, line: text.line(of: start), what: "it is nested too deeply")
                }
                open.append(Open(isObject: isObject, start: start, key: key))
            case .close(let end):
                guard let done = open.popLast() else { break }
                let content = done.isObject ? Content.object(done.members) : .other
                add(JSONTree(range: done.start..<end, content: content), done.key)
            case .string(let range):
                add(JSONTree(range: range.lowerBound - 1..<range.upperBound + 1, content: .string(range)), key)
            case .atom(let range): add(JSONTree(range: range, content: .other), key)
            }
            key = nil
        }
        self = root ?? JSONTree(range: 0..<text.bytes.count, content: .other)
    }

    private init(range: Range<Int>, content: Content) {
        self.range = range
        self.content = content
        if case .object(let members) = content, members.count > 16 {
            places = Dictionary(members.enumerated().map { ($1.name, $0) }) { first, _ in first }
        } else {
            places = nil
        }
    }
}
