import Support
import Testing

@testable import tolmach

@Suite("Lines that are redrawn in place", .light)
struct LiveScreenTests {
    @Test(
        "stand once on a terminal that is too low for them, after any number of frames",
        arguments: [(80, 15), (40, 8), (200, 60)])
    func frames(columns: Int, rows: Int) {
        let size = LiveScreen.Size(columns: columns, rows: rows)
        var terminal = SmallTerminal(size)
        for number in 0..<rows { terminal.write("$ command \(number)\n") }
        var screen = LiveScreen()
        for (number, count) in [40, 3, rows - 1, rows, 60, 1, 40].enumerated() {
            let wide = String(repeating: "漢", count: 45)
            let lines = (1...count).map { "\u{1B}[31mframe \(number), line \($0)\u{1B}[0m \(wide)" }
            terminal.write(screen.frame(of: lines, on: size))
            let fitted = LiveScreen.fitted(lines, to: size)
            #expect(fitted.count == min(count, rows - 1))
            #expect(terminal.linesAbove(fitted.count) == fitted.map(SmallTerminal.plain), "frame \(number)")
            #expect(
                !terminal.lines.dropLast(rows - terminal.row + fitted.count).contains { $0.contains("frame") },
                "the frame before is gone: \(terminal.lines)")
            let told = count > rows - 1 ? "… \(count - rows + 2) more lines" : nil
            #expect(told == nil || fitted.last == told, "the last line says what is missing: \(fitted.last ?? "")")
        }
        #expect(terminal.lost.allSatisfy { $0.hasPrefix("$") }, "none of a frame goes out at the top: \(terminal.lost)")
    }

    @Test("are written again only where they differ, and taken away also where a narrower terminal has wrapped them")
    func resized() {
        let line = String(repeating: "a", count: 70)
        var screen = LiveScreen()
        let first = screen.frame(of: [line, "b"], on: .init(columns: 80, rows: 24))
        let second = screen.frame(of: [line, "b"], on: .init(columns: 80, rows: 24))
        #expect(first.hasSuffix("\(line)\nb\n") && second.isEmpty)
        let narrower = screen.frame(of: [line, "b"], on: .init(columns: 40, rows: 24))
        #expect(narrower.hasPrefix("\u{1B}[3F\u{1B}[J"), "two for the first, and one: \(narrower.debugDescription)")
        #expect(LiveScreen.fitted([line], to: .init(columns: 80)) == [line], "a height that nobody knows is no bound")
    }

    @Test("keep their emphasis, and its end, where they are cut")
    func emphasis() {
        let styled = "\u{1B}[31mabcdefghij\u{1B}[0m"
        #expect(Columns.clip(styled: styled, to: 5) == "\u{1B}[31mabcd…\u{1B}[0m")
        #expect(Columns.clip(styled: styled, to: 10) == styled)
        #expect(Columns.clip(styled: "漢字漢字", to: 6) == "漢字…")
        #expect(Columns.width(ofStyled: styled + "漢") == 12)
    }

    @Test("A table is as wide as its terminal at most; its first flexible column gives way first, and stays readable")
    func table() {
        let name = "A very long name of a chapter.md"
        let rows = [["1", name, "es", "waiting for the endpoint until 2026-11-23 14:32"]]
        for columns in [20, 40, 60, 80, 100] {
            for line in Columns.table(rows, flexible: [1, 3], keepsEnds: true, columns: columns) {
                #expect(Columns.width(of: line) <= columns, "\(line)")
            }
        }
        #expect(
            Columns.table(rows, flexible: [1, 3], keepsEnds: true, columns: 80)
                == ["1  A very long…a chapter.md  es  waiting for the endpoint until 2026-11-23 14:32"])
        #expect(
            Columns.table(rows, flexible: [1, 3], keepsEnds: true, columns: 60)
                == ["1  A very lo…chapter.md  es  waiting for the endpoint until…"])
        #expect(
            Columns.table(rows, flexible: [1, 3], keepsEnds: true, columns: .max)
                == ["1  \(name)  es  waiting for the endpoint until 2026-11-23 14:32"])
    }
}

/// A terminal that understands what ``LiveScreen`` writes: text, line breaks, CPL and ED (ECMA-48), and emphasis, which it
/// does not show.
private struct SmallTerminal {
    private let size: LiveScreen.Size
    /// What it shows; as many lines as it has.
    private(set) var lines: [String]
    /// What has gone out at the top.
    private(set) var lost: [String] = []
    /// Where the cursor stands.
    private(set) var row = 0
    private var column = 0

    init(_ size: LiveScreen.Size) {
        self.size = size
        lines = [String](repeating: "", count: size.rows ?? 24)
    }

    /// The lines that stand right above the cursor.
    func linesAbove(_ count: Int) -> [String] { Array(lines[..<row].suffix(count)) }

    /// A line without its emphasis.
    static func plain(_ line: String) -> String { line.replacing(/\u{1B}\[[0-9]*m/, with: "") }

    mutating func write(_ text: String) {
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "\n": breakLine()
            case "\u{1B}":
                let order = rest.prefix { !$0.isLetter }
                rest = rest.dropFirst(order.count)
                obey(rest.popFirst() ?? " ", Int(order.dropFirst()) ?? 1)
            default: show(character)
            }
        }
    }

    private mutating func obey(_ order: Character, _ count: Int) {
        switch order {
        case "F": (row, column) = (max(0, row - count), 0)
        case "J":
            // It is only ever written at the begin of a line.
            for line in row..<lines.count { lines[line] = "" }
        default: break
        }
    }

    private mutating func show(_ character: Character) {
        let width = Columns.width(of: String(character))
        if column + width > size.columns { breakLine() }
        lines[row].append(character)
        column += width
    }

    private mutating func breakLine() {
        (row, column) = (row + 1, 0)
        guard row == lines.count else { return }
        lost.append(lines.removeFirst())
        lines.append("")
        row -= 1
    }
}
