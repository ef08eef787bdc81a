import Foundation

/// Texts in the one spelling in which terms are compared.
///
/// Lower case and composed (The Unicode Standard, section 3.11), with one kind of apostrophe, of hyphen and of sigma, and
/// without what is not seen: a model may write any of these for any other without having chosen another word. By hand,
/// scalar by scalar, because `String` needs a hundred times as long for what is not ASCII, and a glossary of thousands
/// of terms is spelt anew for each segment.
enum TermSpelling {
    static func folded(_ text: String) -> [Unicode.Scalar] {
        let isComposed = !text.unicodeScalars.contains(where: \.mayCompose)
        let composed = isComposed ? text : text.precomposedStringWithCanonicalMapping
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(composed.utf8.count)
        for scalar in composed.unicodeScalars { append(scalar, to: &result) }
        return result
    }

    /// The first scalars of a term as one number, to be compared with ``beginnings(of:at:)``; nil where that would not
    /// tell anything, as of an empty term.
    static func beginning(of term: String) -> UInt64? {
        var result: [Unicode.Scalar] = []
        for scalar in term.unicodeScalars {
            if scalar.mayCompose { return nil }
            if result.count >= longestBeginning { break }
            if !scalar.isWhite { append(scalar, to: &result) }
        }
        return result.isEmpty ? nil : result.prefix(longestBeginning).reduce(0) { $0 << 21 | UInt64($1.value) }
    }

    /// What the terms can begin with that stand at a place of a folded text.
    static func beginnings(of text: [Unicode.Scalar], at place: Int) -> [UInt64] {
        var (key, keys): (UInt64, [UInt64]) = (0, [])
        var place = place
        while place < text.count, keys.count < longestBeginning {
            if !text[place].isWhite {
                key = key << 21 | UInt64(text[place].value)
                keys.append(key)
            }
            place += 1
        }
        return keys
    }

    /// As many scalars of 21 bits as fit into a number.
    private static let longestBeginning = 3

    private static func append(_ scalar: Unicode.Scalar, to result: inout [Unicode.Scalar]) {
        switch scalar.value {
        case 0x41...0x5A, 0x410...0x42F: result.append(shifted(scalar, by: 0x20))
        case 0x400...0x40F: result.append(shifted(scalar, by: 0x50))
        case 0xAD, 0x200B, 0xFEFF: break
        case 0x2019, 0x02BC: result.append("'")
        case 0x2010, 0x2011: result.append("-")
        case 0x03C2: result.append("σ")
        case ..<0xC0, 0x430...0x45F, 0x590...0x109F, 0x2E80...0xA63F, 0xAC00...0xD7FF, 0x20000...: result.append(scalar)
        default: result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    private static func shifted(_ scalar: Unicode.Scalar, by distance: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(scalar.value + distance) ?? scalar
    }
}

extension Unicode.Scalar {
    /// Whether a text with this scalar may be spelt with others that are canonically equivalent: there is a combining
    /// mark, or a part of a Korean syllable.
    fileprivate var mayCompose: Bool {
        switch value {
        case ..<0x300, 0x370...0x482, 0x48A...0x590, 0x3000...0x3098, 0x309B...0xA63F, 0xAC00...0xD7A3: false
        case 0x1100...0x11FF: true
        default: properties.canonicalCombiningClass != .notReordered || properties.isGraphemeExtend
        }
    }
}
