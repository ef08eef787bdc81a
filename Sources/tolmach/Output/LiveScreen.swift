/// Lines that are redrawn in place on a terminal.
///
/// Elsewhere each change is written once, as plain text.
struct LiveScreen {
    /// How large a terminal is.
    struct Size {
        var columns: Int
        /// nil where nobody knows.
        var rows: Int?

        /// That of the terminal, as it is now.
        static var current: Size { Size(columns: Output.columns, rows: Output.rows) }
    }

    private var previous: [String] = []

    /// Shows lines in the place of those shown before.
    mutating func show(_ lines: [String]) {
        if Output.isTerminal {
            Output.write(frame(of: lines, on: .current))
        } else if lines != previous {
            Output.write((previous.isEmpty ? "" : "\n") + lines.map { $0 + "\n" }.joined())
            previous = lines
        }
    }

    /// Takes the lines away again, so that others can be written above them.
    mutating func clear() {
        if Output.isTerminal, !previous.isEmpty { Output.write(Self.erasing(previous, on: .current)) }
        previous = []
    }

    /// What a terminal is to be sent to show lines in the place of those shown before; nothing where it shows them.
    mutating func frame(of lines: [String], on size: Size) -> String {
        let lines = Self.fitted(lines, to: size)
        guard lines != previous else { return "" }
        defer { previous = lines }
        return Self.erasing(previous, on: size) + lines.map { $0 + "\n" }.joined()
    }

    /// As much of the lines as a terminal can show and take away again: a line that wraps, or one that has gone out at the
    /// top, is out of reach.
    ///
    /// What does not fit is dropped from the end, and the last line says how much that is. The cursor stands below all.
    static func fitted(_ lines: [String], to size: Size) -> [String] {
        let lines = lines.map { Columns.clip(styled: $0, to: size.columns) }
        guard let rows = size.rows, lines.count > rows - 1 else { return lines }
        let kept = max(0, rows - 2)
        let more = "… \(HumanText.count(lines.count - kept, "more line"))"
        return lines.prefix(kept) + [Columns.clip(more, to: size.columns)]
    }

    /// Up to the first line, then erase to the end of the screen (ECMA-48: CPL, ED).
    private static func erasing(_ lines: [String], on size: Size) -> String {
        // Some terminals wrap what stands there when they are made narrower.
        let rows = lines.reduce(0) { $0 + max(1, (Columns.width(ofStyled: $1) + size.columns - 1) / size.columns) }
        return rows > 0 ? "\u{1B}[\(rows)F\u{1B}[J" : "\u{1B}[J"
    }
}
