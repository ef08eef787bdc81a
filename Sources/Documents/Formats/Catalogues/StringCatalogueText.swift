/// New text for a catalogue, with places for translations in it.
struct StringCatalogueText {
    private let text: DocumentText
    private let style: StringCatalogueStyle
    private var units: [(before: String, source: Range<Int>)] = []
    private var rest = ""

    init(_ text: DocumentText, _ style: StringCatalogueStyle) {
        self.text = text
        self.style = style
    }

    /// The units that write it to a place; none where there is nothing in it to translate.
    func units(at place: Range<Int>) -> [Block] {
        units.enumerated().map { number, unit in
            let frame = StringCatalogueFrame(before: unit.before, behind: number == units.count - 1 ? rest : "")
            // What is replaced is replaced once; the others follow it.
            let range = number == 0 ? place : place.upperBound..<place.upperBound
            return Block(kind: .unit(Block.Unit(form: frame.form, source: unit.source)), range: range)
        }
    }

    mutating func write(_ words: String) { rest += words }

    /// An object, of which each member is written by a function.
    mutating func object(_ level: Int, _ members: [(name: String, write: (inout StringCatalogueText) -> Void)]) {
        rest += "{"
        for (number, member) in members.enumerated() {
            rest += (number == 0 ? "" : ",") + style.space(level + 1) + style.key(member.name)
            member.write(&self)
        }
        rest += (members.isEmpty ? style.space(0) : "") + style.space(level) + "}"
    }

    /// A translation with its state.
    ///
    /// - Parameter source: Where the text to translate stands.
    mutating func stringUnit(_ level: Int, of source: Range<Int>) {
        object(
            level,
            [
                ("state", { $0.rest += "\"translated\"" }),
                ("value", { $0.value(of: source) }),
            ])
    }

    /// What a translation of another language has, for a further one, with the plural forms that it needs.
    ///
    /// - Parameter plurals: Nil within a plural form: there is no other inside of it.
    mutating func localization(_ level: Int, like tree: JSONTree, _ plurals: StringCataloguePlurals?) {
        object(
            level,
            tree.members.map { member in
                (
                    member.name,
                    { output in
                        if member.name == "stringUnit", let source = member.value["value"]?.string {
                            output.stringUnit(level + 1, of: source)
                        } else if member.name == "plural", let plurals {
                            output.plural(level + 1, like: member.value, plurals)
                        } else if case .object = member.value.content {
                            output.localization(level + 1, like: member.value, plurals)
                        } else {
                            output.rest += output.text[member.value.range]
                        }
                    }
                )
            })
    }

    private mutating func plural(_ level: Int, like tree: JSONTree, _ plurals: StringCataloguePlurals) {
        object(
            level,
            plurals.forms(like: tree, text).map { name, form in
                (name, { $0.localization(level + 1, like: form, nil) })
            })
    }

    private mutating func value(of source: Range<Int>) {
        rest += "\""
        if StringCatalogueReader.hasWords(text[source]) {
            units.append((rest, source))
            rest = ""
        } else {
            rest += text[source]
        }
        rest += "\""
    }
}
