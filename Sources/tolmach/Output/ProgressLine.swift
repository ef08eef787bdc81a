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

    /// Takes it away (ECMA-48: EL), so that something else can be written there.
    func clear() {
        if isTerminal { Output.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    }
}

/// How many of many things are done, on one line; nothing where they are few.
struct CountedProgress: Sendable {
    private let line = ProgressLine()
    private let total: Int
    private let done: String

    /// So few are done before anybody could read of it.
    private static let few = 20

    /// - Parameter done: What is done with each, as “queued”.
    init(of total: Int, _ done: String) {
        self.total = total
        self.done = done
    }

    /// Shows how many are done.
    func show(_ count: Int) {
        guard total > Self.few else { return }
        line.show("\(ProgressBar.draw(Double(count) / Double(total), width: 30)) \(count) of \(total) \(done)")
    }

    /// Takes it away.
    func clear() { if total > Self.few { line.clear() } }
}
