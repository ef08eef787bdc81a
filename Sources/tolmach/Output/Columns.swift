/// Text by the columns it takes on a terminal (Unicode Standard Annex 11, East Asian Width).
enum Columns {
    /// How many columns a text takes.
    static func width(of text: String) -> Int {
        text.reduce(0) { $0 + width(of: $1) }
    }

    /// A grapheme's columns: those of its first scalar, since the others stand above, below or inside it.
    private static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        let isEmoji = scalar.properties.isEmojiPresentation || character.unicodeScalars.contains { $0.value == 0xFE0F }
        return isEmoji || scalar.isWide ? 2 : 1
    }

    /// The text in exactly so many columns: cut with an ellipsis, or filled with spaces.
    static func fit(_ text: String, to columns: Int) -> String {
        let width = width(of: text)
        if width <= columns { return text + String(repeating: " ", count: columns - width) }
        var (kept, used) = ("", 0)
        for character in text {
            let next = self.width(of: character)
            if used + next > columns - 1 { break }
            kept.append(character)
            used += next
        }
        return kept + "…" + String(repeating: " ", count: max(0, columns - 1 - used))
    }

    /// The text in at most so many columns: cut with an ellipsis where it is longer.
    static func clip(_ text: String, to columns: Int) -> String {
        if width(of: text) <= columns { return text }
        return columns > 0 ? fit(text, to: columns) : ""
    }

    /// A line that may have emphasis in it (``Style``), in at most so many columns, as ``clip(_:to:)`` does it.
    static func clip(styled line: String, to columns: Int) -> String {
        var (kept, visible, isFull, rest) = ("", 0, false, line[...])
        while let character = rest.first {
            // Emphasis takes no column, and what ends it stands behind what is cut away.
            if rest.hasPrefix("\u{1B}["), let end = rest.firstIndex(of: "m") {
                kept.append(contentsOf: rest[...end])
                rest = rest[end...].dropFirst()
                continue
            }
            visible += width(of: character)
            if !isFull, visible > columns - 1 {
                kept += "…"
                isFull = true
            }
            if !isFull { kept.append(character) }
            rest = rest.dropFirst()
        }
        return visible <= columns ? line : kept
    }

    /// How many columns a line takes that may have emphasis in it (``Style``).
    static func width(ofStyled line: String) -> Int {
        var (sum, rest) = (0, line[...])
        while let character = rest.first {
            if rest.hasPrefix("\u{1B}["), let end = rest.firstIndex(of: "m") {
                rest = rest[end...].dropFirst()
            } else {
                sum += width(of: character)
                rest = rest.dropFirst()
            }
        }
        return sum
    }

    /// Parts with ` · ` between them, in lines of at most so many columns; none is broken in two.
    static func wrap(parts: [String], to columns: Int) -> [String] {
        let separator = " · "
        return parts.reduce(into: [String]()) { lines, part in
            let part = clip(part, to: columns)
            if let last = lines.last, width(of: last) + width(of: separator) + width(of: part) <= columns {
                lines[lines.count - 1] = last + separator + part
            } else {
                lines.append(part)
            }
        }
    }

    /// The text in lines of at most so many columns, broken between words; a word that is longer stands alone.
    ///
    /// - Parameters:
    ///   - first: What stands before the first line.
    ///   - rest: What stands before the others.
    static func wrap(_ text: String, to columns: Int, first: String, rest: String) -> [String] {
        var (lines, isEmpty) = ([first], true)
        for word in text.split(separator: " ") {
            let last = lines.count - 1
            if isEmpty || width(of: lines[last]) + 1 + width(of: String(word)) <= columns {
                lines[last] += (isEmpty ? "" : " ") + word
            } else {
                lines.append(rest + word)
            }
            isEmpty = false
        }
        return lines
    }

    /// The text in at most so many columns: what is too much is taken out of its middle, since names of files differ at
    /// their ends.
    static func clipMiddle(_ text: String, to columns: Int) -> String {
        guard width(of: text) > columns, columns > 4 else { return clip(text, to: columns) }
        var (end, used) = (Substring(), 0)
        for index in text.indices.reversed() {
            used += width(of: text[index])
            if used > columns / 2 { break }
            end = text[index...]
        }
        var begin = fit(text, to: columns - width(of: String(end)))
        while begin.last == " " { begin.removeLast() }
        return begin + end
    }

    /// Lines of cells under each other, none wider than the terminal.
    ///
    /// - Parameters:
    ///   - flexible: The columns that give way where the terminal is too narrow, the first of them first. Each keeps what
    ///     can be read while another may still give way, and at the last 8 columns.
    ///   - keepsEnds: Whether a cell of the first of these loses its middle, and not its end.
    static func table(
        _ rows: [[String]], flexible: [Int], keepsEnds: Bool = false, rightAligned: Set<Int> = [],
        columns: Int = Output.tableColumns
    )
        -> [String]
    {
        guard let count = rows.first?.count else { return [] }
        var widths = (0..<count).map { column in rows.map { width(of: $0[column]) }.max() ?? 0 }
        for least in [20, 12, 8] {
            for column in flexible {
                let excess = widths.reduce(0, +) + 2 * (count - 1) - columns
                if excess > 0 { widths[column] = max(min(least, widths[column]), widths[column] - excess) }
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                if column > 0 { line += "  " }
                let text =
                    keepsEnds && column == flexible.first
                    ? clipMiddle(cell, to: widths[column]) : clip(cell, to: widths[column])
                let space = String(repeating: " ", count: widths[column] - width(of: text))
                line += rightAligned.contains(column) ? space + text : text + space
            }
            while line.last == " " { line.removeLast() }
            return clip(line, to: columns)
        }
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is wide or full-width (EastAsianWidth.txt, classes W and F, in the main).
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
