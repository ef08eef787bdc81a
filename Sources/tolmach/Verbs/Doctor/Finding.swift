/// One thing that `doctor` looked at.
struct Finding: Encodable, Sendable {
    enum Level: String, Encodable, Sendable {
        /// As it should be.
        case ok
        /// What was seen, neither good nor bad.
        case note
        /// It works, and could be had better.
        case advice
        /// It works, but something will be lost, paid twice or go wrong.
        case warning
        /// It does not work.
        case problem
    }

    let level: Level
    /// What was looked at: `configuration`, `database`, `daemon`, `endpoint NAME`.
    let subject: String
    /// What about it.
    let check: String
    let message: String
    let hint: Nullable<String>
    /// What to set, in the order in which it is to be read; mostly nothing.
    let set: [Remedy]

    init(
        _ level: Level, _ subject: String, check: String, _ message: String, hint: String? = nil, set: [Remedy] = []
    ) {
        self.level = level
        self.subject = subject
        self.check = check
        self.message = message
        self.hint = Nullable(hint)
        self.set = set
    }

    /// The finding for a person: a mark, what was looked at, what was found; then what to do about it.
    func lines(label: String) -> [String] {
        let advice = hint.value.map { ["    → " + Output.harmless($0)] } ?? []
        return ["\(mark) \(label): \(Output.harmless(message))"] + advice
            + set.map { "      " + Style.bold(Output.harmless($0.line)) }
    }

    private var mark: String {
        switch level {
        case .ok: Style.green("✓")
        case .note: Style.dim("·")
        case .advice: Style.cyan("+")
        case .warning: Style.yellow("!")
        case .problem: Style.red("✗")
        }
    }
}
