import Translation

/// The forms that words take with a number (Unicode Technical Standard 35, part 3, section 5).
enum PluralCategory: String, CaseIterable {
    case zero, one, two, few, many, other

    /// The categories that cardinal numbers have in a language; `one` and `other` where nothing is known of it.
    ///
    /// Source: CLDR 42, as ICU 72 has it. ICU itself is not linked for these few lines: its C functions carry its version
    /// in their names, so that a program built with one release does not start with the next; and Foundation, which has an
    /// ICU inside, does not tell.
    static func all(in language: LanguageTag) -> Set<PluralCategory> {
        let tongue = tongue(of: language)
        return table.first { $0.tongues.contains(tongue) }?.categories ?? [.one, .other]
    }

    /// Whether a language says `one` of more numbers than 1, as Russian does of 21: a text that has “one” in the place of
    /// the figure cannot stand for all of them.
    static func oneIsManyNumbers(in language: LanguageTag) -> Bool {
        moreThanOne.contains(tongue(of: language))
    }

    private static func tongue(of language: LanguageTag) -> String {
        String(language.identifier.prefix { $0 != "-" })
    }

    private static let table: [(categories: Set<PluralCategory>, tongues: Set<String>)] = [
        (
            [.other],
            [
                "bm", "bo", "dz", "hnj", "id", "ig", "ii", "ja", "jbo", "jv", "kde", "kea", "km", "ko", "lkt", "lo",
                "ms",
                "my", "nqo", "osa", "sah", "ses", "sg", "su", "th", "to", "tpi", "vi", "wo", "yo", "yue", "zh",
            ]
        ),
        ([.zero, .one, .other], ["ksh", "lag", "lv", "prg"]),
        ([.one, .two, .other], ["he", "iu", "naq", "sat", "se", "sma", "smi", "smj", "smn", "sms"]),
        ([.one, .few, .other], ["bs", "hr", "mo", "ro", "sh", "shi", "sr"]),
        ([.one, .many, .other], ["ca", "es", "fr", "it", "pt", "vec"]),
        ([.one, .few, .many, .other], ["be", "cs", "lt", "pl", "ru", "sk", "uk"]),
        ([.one, .two, .few, .other], ["dsb", "gd", "hsb", "sl"]),
        ([.one, .two, .few, .many, .other], ["br", "ga", "gv", "mt"]),
        ([.zero, .one, .two, .few, .many, .other], ["ar", "ars", "cy", "kw"]),
    ]

    private static let moreThanOne: Set<String> = [
        "be", "br", "bs", "dsb", "gv", "hr", "hsb", "is", "lt", "lv", "mk", "prg", "ru", "sh", "sl", "sr", "uk",
    ]
}
