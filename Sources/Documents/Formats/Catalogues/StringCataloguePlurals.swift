import Translation

/// Which plural forms a language needs, and what each is made of.
struct StringCataloguePlurals {
    let language: LanguageTag

    /// The forms in the order that Xcode has them in, each with the form of the source that it is translated from.
    ///
    /// A form that the source lacks is made of its `other`. What the source says of none at all (`zero`), Apple's systems
    /// use in every language.
    func forms(like source: JSONTree, _ text: DocumentText) -> [(name: String, source: JSONTree)] {
        let needed = PluralCategory.all(in: language).map(\.rawValue)
        let names = Set(needed + (source["zero"] == nil ? [] : ["zero"])).sorted()
        return names.compactMap { name in form(name, of: source, text).map { (name, $0) } }
    }

    /// The form of a source that one of the target is made of.
    func form(_ name: String, of source: JSONTree, _ text: DocumentText) -> JSONTree? {
        let other = source["other"] ?? source.members.last?.value
        guard let own = source[name] else { return other }
        if name == "one", PluralCategory.oneIsManyNumbers(in: language), let other,
            spans(own, text) < spans(other, text)
        {
            return other
        }
        return own
    }

    private func spans(_ tree: JSONTree, _ text: DocumentText) -> Int {
        guard let value = tree["stringUnit"]?["value"]?.string else { return 0 }
        return StringCatalogueReader.protected.ranges(in: StringCatalogueReader.decode(text[value], form: "")).count
    }
}
