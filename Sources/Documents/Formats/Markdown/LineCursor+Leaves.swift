/// What a line can be told to be by itself. All of them ask for what is left of it, indented by three columns at most.
extension LineCursor {
    /// Three or more of the same `*`, `-` or `_` (CommonMark 0.31, section 4.1).
    var isThematicBreak: Bool {
        guard let mark = rest.first, [UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(mark) else {
            return false
        }
        var count = 0
        for byte in rest {
            if byte == mark {
                count += 1
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                return false
            }
        }
        return count >= 3
    }

    /// One to six `#` and then white space or nothing (section 4.2).
    var isHeading: Bool {
        let marks = rest.prefix(7).prefix { $0 == UInt8(ascii: "#") }.count
        guard 1...6 ~= marks else { return false }
        let next = rest.dropFirst(marks).first
        return next == nil || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t")
    }

    /// Nothing but `=` or nothing but `-`: makes a heading of the paragraph above (section 4.3).
    var isHeadingUnderline: Bool {
        guard let mark = rest.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else { return false }
        return rest.drop { $0 == mark }.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    /// The row below a table's header (GitHub Flavored Markdown 0.29, section 4.10).
    var isTableDelimiter: Bool {
        var hasDash = false
        var hasMark = false
        for byte in rest {
            switch byte {
            case UInt8(ascii: "-"): hasDash = true
            case UInt8(ascii: "|"), UInt8(ascii: ":"): hasMark = true
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            default: return false
            }
        }
        return hasDash && hasMark
    }
}
