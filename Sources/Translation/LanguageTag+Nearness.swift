extension LanguageTag {
    /// The primary subtag.
    var language: String { String(identifier.prefix { $0 != "-" }) }

    /// Whether a text in one of the two languages is one in the other as it stands.
    func isOneLanguage(with other: String?) -> Bool {
        guard let other else { return false }
        return language == other || Self.one.contains { $0.contains(language) && $0.contains(other) }
    }

    /// Whether the few words that tell a language may be taken for those of the other.
    func isNear(to other: String) -> Bool {
        isOneLanguage(with: other) || Self.near.contains { $0.contains(language) && $0.contains(other) }
    }

    /// Norms of one language (ISO 639-3 macrolanguages, in the main).
    private static let one: [Set<String>] = [
        ["bs", "hr", "sr", "sh", "cnr"], ["no", "nb", "nn"], ["ms", "id", "zsm"], ["ro", "mo"], ["fil", "tl"],
        ["zh", "cmn", "yue", "lzh", "wuu", "nan"], ["fa", "prs"],
    ]

    /// Neighbours that share most function words.
    private static let near: [Set<String>] = [
        ["no", "nb", "nn", "da", "sv", "fo"], ["gl", "pt", "es", "ast", "ca", "oc", "an", "ext", "mwl"],
        ["fr", "oc", "ca", "wa", "ht"], ["it", "co", "scn", "vec", "lmo", "pms", "fur", "nap", "rm", "sc"],
        ["de", "lb", "nds", "gsw", "bar", "yi"], ["nl", "af", "li", "fy", "nds", "vls"],
        ["cs", "sk", "pl", "hsb", "dsb", "csb", "szl", "sl", "hr", "bs", "sr"],
        ["ru", "uk", "be", "rue", "bg", "mk", "sr", "cu"], ["tr", "az", "crh", "gag", "tk"],
        ["en", "sco", "pcm", "jam"],
        ["id", "ms", "jv", "su", "min", "ban", "bjn"], ["fi", "et", "krl", "vep"], ["ro", "mo", "rup"],
    ]
}
