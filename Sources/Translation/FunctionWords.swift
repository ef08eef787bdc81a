/// The few words that make up a fifth of any text in a language and more: enough to tell which one it is.
struct FunctionWords: Sendable, Equatable {
    /// The share of a text's words that are function words of each language; they overlap.
    let shares: [String: Double]

    /// Counts a text's words.
    init(of words: [RunningWords.Word]) {
        var counts = [String: Double]()
        for word in words {
            for language in Self.languages[word.text] ?? [] { counts[language, default: 0] += 1 }
        }
        shares = counts.mapValues { $0 / Double(words.count) }
    }

    /// The language that has the largest share.
    var best: (language: String, share: Double)? {
        shares.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { (language: $0.key, share: $0.value) }
    }

    /// Whether texts in a language can be told.
    static func tells(_ language: String) -> Bool { rows.contains { $0.0 == language } }

    /// The scripts of the languages that can be told.
    static let scripts: Set<Script> = [.latin, .cyrillic]

    private static let languages: [String: [String]] = {
        var table = [String: [String]]()
        for (language, words) in rows {
            for word in words.split(separator: " ") { table[String(word), default: []].append(language) }
        }
        return table
    }()

    private static let rows = [
        ("en", "the of and to is that for with are this it you be as by or from not can which on at will has"),
        ("es", "el la los las de y que en un una es se por con para del al no su como lo más"),
        ("fr", "le la les des et que dans un une est pour par sur du au pas qui ne vous il ce sont avec ou aux par"),
        (
            "de",
            "der die das und nicht ist den mit ein eine zu von auf für dem im sie werden wird des sich oder als sind"
        ),
        ("it", "il la le di che e in un una è per con del della non si i gli da sono al come nel"),
        ("pt", "o a os as de e que em um uma é se por com para do da no na não dos ou ao como"),
        ("nl", "de het een en van in is dat op te voor met zijn niet die aan of worden als door wordt bij u"),
        ("sv", "och att det som en är av för på med den till inte ett om har kan i eller från du"),
        ("da", "og at det som en er af for på med den til ikke et om har kan i eller fra du"),
        ("nb", "og at det som en er av for på med den til ikke et om har kan i eller fra du"),
        ("pl", "i w na z do że się nie jest to jak dla przez lub od po oraz o są"),
        ("cs", "a v na se je že s z do pro jsou by to nebo jako po od ve pokud"),
        ("fi", "ja on ei että se voi tai joka kun ovat myös kuin jos mutta tämä ole"),
        ("hu", "a az és hogy nem egy is van meg vagy ha ez mint csak el"),
        ("tr", "ve bir bu için ile da de olarak daha olan veya gibi çok ne"),
        ("ro", "și de în la care un o pe cu nu este din sau pentru se mai fi"),
        ("ru", "и в не на что с по для как это из к от или а но вы то если при"),
        ("uk", "і в не на що з для як це до або та від у ви але за якщо при"),
        ("bg", "и в не на че с за от да се са или е като по при ще"),
        ("id", "dan yang di untuk dengan ini dari tidak pada adalah atau dalam ke akan itu"),
        ("vi", "và của là có không được cho các một này với những trong để"),
    ]
}
