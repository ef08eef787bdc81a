/// Markup inside of running text that only Markdown has.
enum MarkdownSpans {
    /// A reference that leads to a definition by the very words that are read.
    ///
    /// That is `[label][]`, and of an image also `![label]` (CommonMark 0.31, sections 6.3 and 6.4): other words would lead
    /// nowhere. A plain `[label]` is one where the document defines it (``shortcut(to:)``).
    static let reference: ProtectedSpans.Matcher = { bytes, start in
        guard bytes[start] == UInt8(ascii: "["), !isEscaped(bytes, start) else { return nil }
        var cursor = ByteCursor(bytes, start + 1)
        guard cursor.next != UInt8(ascii: "^"), let end = endOfLabel(bytes, start) else { return nil }
        cursor.index = end
        if cursor.take("[]") { return cursor.index }
        let isImage = start > 0 && bytes[start - 1] == UInt8(ascii: "!") && !isEscaped(bytes, start - 1)
        return isImage && cursor.next != UInt8(ascii: "(") && cursor.next != UInt8(ascii: "[") ? end : nil
    }

    /// A reference by its label alone, `[label]`, to one of the definitions of the document (CommonMark 0.31, section 6.3,
    /// “shortcut reference link”).
    ///
    /// - Parameter labels: Those of the definitions, as ``LinkLabel`` compares them.
    static func shortcut(to labels: Set<LinkLabel>) -> ProtectedSpans.Matcher {
        { bytes, start in
            guard bytes[start] == UInt8(ascii: "["), !isEscaped(bytes, start), let end = endOfLabel(bytes, start) else {
                return nil
            }
            let isLonger = end < bytes.count && (bytes[end] == UInt8(ascii: "(") || bytes[end] == UInt8(ascii: "["))
            return !isLonger && labels.contains(LinkLabel(bytes[start + 1..<end - 1])) ? end : nil
        }
    }

    /// What makes an alert of a quotation, as on GitHub: `[!WARNING]`.
    static let alert: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("[!"), cursor.takeAll(upTo: 30, { $0.isLetter || $0 == UInt8(ascii: "-") }) > 0,
            cursor.take("]")
        else { return nil }
        // `[!WARNING](address)` is a link.
        return cursor.next == UInt8(ascii: "(") || cursor.next == UInt8(ascii: "[") ? nil : cursor.index
    }

    /// The attributes at the end of a heading: `{#anchor}`, `{.class}`, `{: #anchor}` (Pandoc's `header_attributes`,
    /// kramdown's attribute lists).
    static let attributes: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("{") else { return nil }
        _ = cursor.take(":")
        cursor.takeAll(upTo: 10) { $0 == UInt8(ascii: " ") }
        guard let first = cursor.next, first == UInt8(ascii: "#") || first == UInt8(ascii: ".") else { return nil }
        let count = cursor.takeAll(upTo: 200) { $0 >= 0x20 && $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
        guard count > 1, cursor.take("}") else { return nil }
        let end = cursor.index
        cursor.takeAll(upTo: 100) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "#") }
        return cursor.next == nil || isLineEnd(cursor.next) ? end : nil
    }

    /// How many images, links and alerts a text has; an alert is none where words follow it in its line.
    static func counts(in text: String) -> [String: Int] {
        let bytes = Array(text.utf8)
        var counts: [String: Int] = [:]
        // Whether each bracket that is open is an image's.
        var open: [Bool] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "`"):
                if let end = InlineMarkup.code(bytes, index) {
                    index = end
                    continue
                }
            case UInt8(ascii: "["):
                if let end = alert(bytes, index) {
                    if end == bytes.count || isLineEnd(bytes[end]) { counts["alerts", default: 0] += 1 }
                    index = end
                    continue
                }
                let isImage = index > 0 && bytes[index - 1] == UInt8(ascii: "!") && !isEscaped(bytes, index - 1)
                // A footnote may follow an exclamation.
                open.append(isImage && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "^")))
            case UInt8(ascii: "]"):
                guard let isImage = open.popLast(), index + 1 < bytes.count else { break }
                let isFootnote = index + 2 < bytes.count && bytes[index + 2] == UInt8(ascii: "^")
                let next = bytes[index + 1]
                if next == UInt8(ascii: "(") || next == UInt8(ascii: "[") && !isFootnote {
                    counts[isImage ? "images" : "links", default: 0] += 1
                }
            default: break
            }
            index += 1
        }
        return counts
    }

    /// The place behind a label in brackets with words in it and no other brackets; a blank line ends it too.
    private static func endOfLabel(_ bytes: [UInt8], _ start: Int) -> Int? {
        var index = start + 1
        var (isBlank, hasBreak) = (true, false)
        while index < min(bytes.count, start + 1000) {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "]"): return isBlank ? nil : index + 1
            case UInt8(ascii: "["): return nil
            case UInt8(ascii: "\n"):
                if hasBreak { return nil }
                hasBreak = true
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default:
                (isBlank, hasBreak) = (false, false)
                if byte == UInt8(ascii: "\\") { index += 1 }
            }
            index += 1
        }
        return nil
    }

    /// Whether an odd number of backslashes stands before a place.
    private static func isEscaped(_ bytes: [UInt8], _ place: Int) -> Bool {
        // Of a longer row a part is looked at.
        let row = bytes[max(0, place - 100)..<place].reversed().prefix { $0 == UInt8(ascii: "\\") }
        return row.count % 2 == 1
    }

    private static func isLineEnd(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
