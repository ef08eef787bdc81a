/// A writing system's letters, by the blocks of the Unicode Character Database in which they stand.
///
/// Raw values are the codes of ISO 15924. Scripts that are not listed are not judged.
enum Script: String, Sendable, CaseIterable {
    case latin = "Latn", greek = "Grek", cyrillic = "Cyrl", armenian = "Armn", hebrew = "Hebr", arabic = "Arab"
    case syriac = "Syrc", thaana = "Thaa", nko = "Nkoo", devanagari = "Deva", bengali = "Beng", gurmukhi = "Guru"
    case gujarati = "Gujr", oriya = "Orya", tamil = "Taml", telugu = "Telu", kannada = "Knda", malayalam = "Mlym"
    case sinhala = "Sinh", thai = "Thai", lao = "Laoo", tibetan = "Tibt", burmese = "Mymr", georgian = "Geor"
    case hangul = "Hang", ethiopic = "Ethi", cherokee = "Cher", canadian = "Cans", khmer = "Khmr"
    case mongolian = "Mong", kana = "Hrkt", han = "Hani", tifinagh = "Tfng", adlam = "Adlm"

    /// The English name: “Cyrillic”.
    var name: String {
        switch self {
        case .nko: "N’Ko"
        case .bengali: "Bangla"
        case .oriya: "Odia"
        case .burmese: "Myanmar"
        case .canadian: "Canadian Syllabics"
        default: "\(self)".prefix(1).uppercased() + "\(self)".dropFirst()
        }
    }

    /// The script in whose blocks a scalar stands; nil for punctuation, digits of no script, symbols, and the rest.
    ///
    /// Blocks, not the Script property: combining marks and a block's own signs count as its letters, which is right
    /// for counting how much of a text is written in it.
    init?(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x80 {
            guard (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) else { return nil }
            self = .latin
            return
        }
        if (0x400...0x52F).contains(value) {  // as the table has it; asked of every letter
            self = .cyrillic
            return
        }
        var (low, high) = (0, Self.blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.blocks[middle].last < value { low = middle + 1 } else { high = middle }
        }
        guard low < Self.blocks.count, Self.blocks[low].first <= value else { return nil }
        self = Self.blocks[low].script
    }

    /// How many letters of an alphabet one of this script's stands for, in a text's length.
    ///
    /// Chosen so that translations of the same text come out about equally long in all of them.
    var density: Double {
        switch self {
        case .han: 3
        case .kana: 1.7
        case .hangul: 2
        case .ethiopic, .canadian: 1.5
        default: 1
        }
    }

    /// First and last scalar of each run of letters, ascending.
    private static let blocks: [(first: UInt32, last: UInt32, script: Script)] = [
        (0xAA, 0xAA, .latin), (0xBA, 0xBA, .latin), (0xC0, 0xD6, .latin), (0xD8, 0xF6, .latin), (0xF8, 0x2B8, .latin),
        (0x370, 0x373, .greek), (0x376, 0x37D, .greek), (0x37F, 0x383, .greek), (0x386, 0x386, .greek),
        (0x388, 0x3FF, .greek), (0x400, 0x52F, .cyrillic), (0x531, 0x556, .armenian), (0x561, 0x588, .armenian),
        (0x5D0, 0x5F2, .hebrew), (0x620, 0x65F, .arabic), (0x66E, 0x6D3, .arabic), (0x6D5, 0x6EF, .arabic),
        (0x6FA, 0x6FF, .arabic), (0x710, 0x74F, .syriac), (0x750, 0x77F, .arabic), (0x780, 0x7B1, .thaana),
        (0x7CA, 0x7F5, .nko), (0x8A0, 0x8FF, .arabic), (0x900, 0x963, .devanagari), (0x971, 0x97F, .devanagari),
        (0x980, 0x9E5, .bengali), (0x9F0, 0x9FE, .bengali), (0xA01, 0xA65, .gurmukhi), (0xA70, 0xA75, .gurmukhi),
        (0xA81, 0xAE5, .gujarati), (0xAF9, 0xAFF, .gujarati), (0xB01, 0xB65, .oriya), (0xB71, 0xB71, .oriya),
        (0xB82, 0xBD7, .tamil), (0xC00, 0xC65, .telugu), (0xC80, 0xCE5, .kannada), (0xD00, 0xD65, .malayalam),
        (0xD7A, 0xD7F, .malayalam), (0xD81, 0xDDF, .sinhala), (0xE01, 0xE3A, .thai), (0xE40, 0xE4E, .thai),
        (0xE81, 0xECF, .lao), (0xEDC, 0xEDF, .lao), (0xF00, 0xF00, .tibetan), (0xF40, 0xFBC, .tibetan),
        (0x1000, 0x103F, .burmese), (0x1050, 0x108F, .burmese), (0x10A0, 0x10FA, .georgian),
        (0x10FC, 0x10FF, .georgian), (0x1100, 0x11FF, .hangul), (0x1200, 0x135F, .ethiopic),
        (0x1380, 0x138F, .ethiopic), (0x13A0, 0x13FD, .cherokee), (0x1401, 0x167F, .canadian),
        (0x1780, 0x17D3, .khmer), (0x1820, 0x18AA, .mongolian), (0x18B0, 0x18F5, .canadian),
        (0x1C80, 0x1C88, .cyrillic), (0x1C90, 0x1CBF, .georgian), (0x1D00, 0x1DBF, .latin), (0x1E00, 0x1EFF, .latin),
        (0x1F00, 0x1FFC, .greek), (0x2C60, 0x2C7F, .latin), (0x2D00, 0x2D2D, .georgian), (0x2D30, 0x2D67, .tifinagh),
        (0x2D80, 0x2DDE, .ethiopic), (0x2DE0, 0x2DFF, .cyrillic), (0x3005, 0x3007, .han), (0x3041, 0x309F, .kana),
        (0x30A1, 0x30FA, .kana), (0x30FC, 0x30FF, .kana), (0x3131, 0x318E, .hangul), (0x31F0, 0x31FF, .kana),
        (0x3400, 0x4DBF, .han), (0x4E00, 0x9FFF, .han), (0xA640, 0xA69F, .cyrillic), (0xA722, 0xA7FF, .latin),
        (0xA8E0, 0xA8FF, .devanagari), (0xA960, 0xA97C, .hangul), (0xAB30, 0xAB6F, .latin), (0xAB70, 0xABBF, .cherokee),
        (0xAC00, 0xD7FB, .hangul), (0xF900, 0xFAFF, .han), (0xFB00, 0xFB06, .latin), (0xFB13, 0xFB17, .armenian),
        (0xFB1D, 0xFB4F, .hebrew), (0xFB50, 0xFDFF, .arabic), (0xFE70, 0xFEFC, .arabic), (0xFF21, 0xFF3A, .latin),
        (0xFF41, 0xFF5A, .latin), (0xFF66, 0xFF9F, .kana), (0xFFA0, 0xFFDC, .hangul), (0x1B000, 0x1B16F, .kana),
        (0x1E900, 0x1E94B, .adlam), (0x20000, 0x3FFFF, .han),
    ]
}
