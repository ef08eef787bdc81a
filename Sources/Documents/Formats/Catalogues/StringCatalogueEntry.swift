import Translation

/// One text of a catalogue in all its languages.
struct StringCatalogueEntry {
    private let text: DocumentText
    private let style: StringCatalogueStyle
    private let member: JSONTree.Member
    private let target: LanguageTag
    private let plurals: StringCataloguePlurals
    /// The text in the language of the program; nil where the key is the text.
    private let original: JSONTree?
    /// The containers around an entry's members.
    private static let level = 3

    init(
        text: DocumentText, style: StringCatalogueStyle, member: JSONTree.Member, source: String, target: LanguageTag
    ) {
        self.text = text
        self.style = style
        self.member = member
        self.target = target
        plurals = StringCataloguePlurals(language: target)
        let localizations = member.value["localizations"]?.members ?? []
        let original = localizations.first { Self.isSame($0.name, source) }?.value
        self.original = original.flatMap { Self.hasText($0) ? $0 : nil }
    }

    /// Whether two names are of one language: `pt_BR` and `pt-BR`.
    static func isSame(_ one: String, _ other: String) -> Bool {
        one.replacing("_", with: "-").lowercased() == other.replacing("_", with: "-").lowercased()
    }

    /// What is to be translated, in the order of the document.
    func units() -> [Block] {
        guard case .object = member.value.content, !isFalse(member.value["shouldTranslate"]),
            member.value["extractionState"].map({ word($0) }) != "stale"
        else { return [] }
        guard let localizations = member.value["localizations"] else {
            return insertion("localizations", into: member.value, level: Self.level) { output in
                output.object(Self.level, [(target.identifier, { write(&$0) })])
            }
        }
        let done = localizations.members.first { Self.isSame($0.name, target.identifier) }?.value
        guard let done else {
            return insertion(target.identifier, into: localizations, level: Self.level + 1) { write(&$0) }
        }
        guard Self.hasText(done) else {
            var output = StringCatalogueText(text, style)
            write(&output)
            return output.units(at: done.range)
        }
        return renewal(of: done, like: original, level: Self.level + 2)
    }

    /// Writes a whole translation.
    private func write(_ output: inout StringCatalogueText) {
        if let original {
            output.localization(Self.level + 1, like: original, plurals)
        } else {
            output.object(Self.level + 1, [("stringUnit", { $0.stringUnit(Self.level + 2, of: member.key) })])
        }
    }

    /// A new member of an object, in the order of the alphabet, which is Xcode's.
    private func insertion(
        _ name: String, into object: JSONTree, level: Int, _ write: (inout StringCatalogueText) -> Void
    ) -> [Block] {
        guard case .object(let members) = object.content else { return [] }
        var output = StringCatalogueText(text, style)
        if let next = members.first(where: { $0.name > name }) {
            output.write(style.key(name))
            write(&output)
            output.write("," + style.space(level))
            return output.units(at: next.range.lowerBound..<next.range.lowerBound)
        }
        output.write((members.isEmpty ? "" : ",") + style.space(level) + style.key(name))
        write(&output)
        if let last = members.last { return output.units(at: last.range.upperBound..<last.range.upperBound) }
        output.write(style.space(level - 1))
        return output.units(at: object.range.lowerBound + 1..<object.range.upperBound - 1)
    }

    /// The texts of a translation that are in the state `new`, or have none.
    private func renewal(of tree: JSONTree, like source: JSONTree?, level: Int) -> [Block] {
        tree.members.flatMap { child -> [Block] in
            guard case .object = child.value.content else { return [] }
            if child.name == "stringUnit" {
                return stringUnit(child.value, from: Self.value(in: source) ?? member.key, level: level)
            }
            let isPlural = PluralCategory(rawValue: child.name) != nil
            let counterpart = source.map { source in
                (isPlural ? plurals.form(child.name, of: source, text) : nil) ?? source[child.name] ?? source
            }
            return renewal(of: child.value, like: counterpart, level: level + 1)
        }
    }

    private func stringUnit(_ unit: JSONTree, from source: Range<Int>, level: Int) -> [Block] {
        let (state, value) = (unit["state"], unit["value"]?.string)
        guard value == nil || state.map({ word($0) }) == "new" else { return [] }
        guard let value, let state = state?.string else {
            var output = StringCatalogueText(text, style)
            output.stringUnit(level, of: source)
            return output.units(at: unit.range)
        }
        guard StringCatalogueReader.hasWords(text[source]) else { return [] }
        // From the one to the other, with what stands between them.
        let isStateFirst = state.lowerBound < value.lowerBound
        let frame =
            isStateFirst
            ? StringCatalogueFrame(
                before: "translated" + text[state.upperBound..<value.lowerBound], behind: "")
            : StringCatalogueFrame(before: "", behind: text[value.upperBound..<state.lowerBound] + "translated")
        let range = isStateFirst ? state.lowerBound..<value.upperBound : value.lowerBound..<state.upperBound
        return [Block(kind: .unit(Block.Unit(form: frame.form, source: source)), range: range)]
    }

    /// The text at the end of a path: a string's own, or its form for most numbers.
    private static func value(in tree: JSONTree?) -> Range<Int>? {
        guard let tree else { return nil }
        if let value = tree["stringUnit"]?["value"]?.string { return value }
        let next = tree["variations"] ?? tree["plural"] ?? tree["other"] ?? tree["device"] ?? tree.members.last?.value
        return value(in: next)
    }

    private static func hasText(_ tree: JSONTree) -> Bool {
        tree["stringUnit"] != nil || tree["variations"] != nil
    }

    private func word(_ tree: JSONTree) -> String { tree.string.map { String(text[$0]) } ?? "" }

    private func isFalse(_ tree: JSONTree?) -> Bool { tree.map { text[$0.range] == "false" } ?? false }
}
