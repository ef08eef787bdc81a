import Foundation

/// One line on stderr that tells what is being done now; nothing where stderr is no terminal.
struct ProgressLine: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1

    /// Shows a text in the place of the one before.
    func show(_ text: String) {
        guard isTerminal else { return }
        let line = Columns.fit(text, to: max(20, Output.columns - 1))
        Output.write(Array("\r\u{1B}[K\(Style.dim(line))".utf8), to: STDERR_FILENO)
    }

    /// Shows how many of many things are done; nothing where they are few.
    func show(_ done: String, _ count: Int, of total: Int) {
        guard total > 20 else { return }
        show("\(ProgressBar.draw(Double(count) / Double(total), width: 30)) \(count) of \(total) \(done)")
    }

    /// Takes it away (ECMA-48: EL), so that something else can be written there.
    func clear() {
        if isTerminal { Output.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    }
}
