import Foundation

/// The scripts in which a language may be written.
///
/// A language's script is what the likely subtags of the Unicode CLDR say (Unicode Technical Standard 35, part 1). Where a
/// language is written in several scripts in real use, each of them will do unless the tag names one.
struct WritingSystem: Sendable, Equatable {
    /// The English name: “Cyrillic”, “Japanese”, “Simplified Han”.
    let name: String
    /// The scripts whose letters count as right.
    let scripts: Set<Script>
    /// The letters without which sentences of Han characters are Chinese: kana in Japanese, hangul in Korean.
    let own: Script?
    /// Which Han characters, where the tag's script or region tells.
    let han: HanVariant?

    /// The writing system of a language; nil where CLDR knows no script for it, or one that is not among ``Script``.
    init?(of tag: LanguageTag) {
        guard let code = Locale.Language(identifier: tag.identifier).script?.identifier,
            let (name, likely) = Self.scripts[code]
        else { return nil }
        let subtags = tag.identifier.split(separator: "-")
        let namesScript = subtags.dropFirst().contains { $0.count == 4 && $0.allSatisfy(\.isLetter) }
        let others = namesScript ? [] : Self.others[String(subtags.first ?? "")] ?? []
        scripts = Set(likely).union(others)
        own = likely.contains(.han) ? likely.first { $0 != .han } : nil
        han = subtags.count == 1 ? nil : code == "Hans" ? .simplified : code == "Hant" ? .traditional : nil
        self.name = han?.rawValue ?? name
    }

    /// The scripts of ISO 15924 that are looked for, and the letters in which each is written.
    private static let scripts: [String: (name: String, letters: [Script])] = {
        var table = [String: (name: String, letters: [Script])]()
        for script in Script.allCases { table[script.rawValue] = (script.name, [script]) }
        table["Jpan"] = ("Japanese", [.kana, .han])
        table["Kore"] = ("Korean", [.hangul, .han])
        for code in ["Hira", "Kana", "Hrkt"] { table[code] = ("Kana", [.kana]) }
        for code in ["Hans", "Hant"] { table[code] = ("Han", [.han]) }
        table["Aran"] = ("Arabic", [.arabic])
        return table
    }()

    /// Scripts in present use beside the likely one, by language.
    ///
    /// From CLDR's `languageData`, primary and secondary scripts; where in doubt a script is listed, since what is
    /// listed raises no alarm.
    private static let others: [String: [Script]] = {
        let rows: [(languages: String, scripts: [Script])] = [
            ("sr bs sh cnr ro mo crh kaa gag be", [.latin, .cyrillic]),
            ("uz az kk ky tg tk tt ug ba", [.latin, .cyrillic, .arabic]),
            ("ku kmr ckb", [.latin, .arabic, .cyrillic]),
            ("pa lah pnb", [.gurmukhi, .arabic]),
            ("sd ks", [.arabic, .devanagari]),
            ("mn", [.cyrillic, .mongolian]),
            ("ha ms jv su ace bjn min wo so", [.latin, .arabic]),
            ("ff fuf", [.latin, .adlam, .arabic]),
            ("ber zgh shi kab tzm rif", [.latin, .tifinagh, .arabic]),
            ("kok", [.devanagari, .latin, .kannada]),
            ("pi sa", [.devanagari, .sinhala, .thai, .burmese, .khmer, .latin]),
            ("cr iu oj chr", [.latin, .canadian, .cherokee]),
            ("sat mni", [.latin, .bengali, .devanagari]),
            ("lad yi", [.hebrew, .latin]),
            ("bm man dyu nqo", [.latin, .nko, .arabic]),
            ("yue nan hak cdo", [.han, .latin]),
            ("syr aii arc", [.syriac, .latin, .cyrillic, .hebrew]),
        ]
        var table = [String: [Script]]()
        for row in rows {
            for language in row.languages.split(separator: " ") { table[String(language)] = row.scripts }
        }
        return table
    }()
}

/// The two ways to write Chinese.
enum HanVariant: String, Sendable {
    case simplified = "Simplified Han"
    case traditional = "Traditional Han"

    /// The other one.
    var other: HanVariant { self == .simplified ? .traditional : .simplified }

    /// Which of the two a character tells; nil where it is written in both.
    ///
    /// 176 frequent characters whose two forms are hardly ever used in the other way of writing.
    init?(_ scalar: Unicode.Scalar) {
        if Self.simplifiedOnly.contains(scalar) {
            self = .simplified
        } else if Self.traditionalOnly.contains(scalar) {
            self = .traditional
        } else {
            return nil
        }
    }

    private static let simplifiedOnly = Set(
        """
        这们说时为会对过还个国学经现开关长问间见样动实点义从当两进种应发头话让认给产级报边东车书单权严赋务员业总\
        数据网络电脑软设备术线组织结统计记论语词译读请选运连远达错门闭际难题师带张战执扩护择换损无旧显条极标树档\
        检汉测满热爱状独环画盘确码称稳签简类约纸细终维编缩职联节获虽装观规视览触证识试该详误调责败质费资轻载较输\
        辑适递邮释链锁键镜阅队阶顺须预领频风驱验
        """.unicodeScalars)
    private static let traditionalOnly = Set(
        """
        這們說時為會對過還個國學經現開關長問間見樣動實點義從當兩進種應發頭話讓認給產級報邊東車書單權嚴賦務員業總\
        數據網絡電腦軟設備術線組織結統計記論語詞譯讀請選運連遠達錯門閉際難題師帶張戰執擴護擇換損無舊顯條極標樹檔\
        檢漢測滿熱愛狀獨環畫盤確碼稱穩簽簡類約紙細終維編縮職聯節獲雖裝觀規視覽觸證識試該詳誤調責敗質費資輕載較輸\
        輯適遞郵釋鏈鎖鍵鏡閱隊階順須預領頻風驅驗
        """.unicodeScalars)
}
