/// Lines that are redrawn in place on a terminal.
///
/// Elsewhere each change is written once, as plain text.
struct LiveScreen {
    private var previous: [String] = []

    /// Shows lines in the place of those shown before.
    mutating func show(_ lines: [String]) {
        guard lines != previous else { return }
        if Output.isTerminal {
            // Up to the first line, then erase to the end of the screen (ECMA-48: CPL, ED).
            let up = previous.isEmpty ? "" : "\u{1B}[\(previous.count)F"
            Output.write(up + "\u{1B}[J" + lines.map { $0 + "\n" }.joined())
        } else {
            Output.write((previous.isEmpty ? "" : "\n") + lines.map { $0 + "\n" }.joined())
        }
        previous = lines
    }

    /// Takes the lines away again, so that others can be written above them.
    mutating func clear() {
        if Output.isTerminal, !previous.isEmpty { Output.write("\u{1B}[\(previous.count)F\u{1B}[J") }
        previous = []
    }
}
