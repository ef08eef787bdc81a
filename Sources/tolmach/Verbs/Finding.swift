/// One thing that `doctor` looked at.
struct Finding: Encodable {
    enum Level: String, Encodable { case ok, warning, problem }

    let level: Level
    let subject: String
    let message: String
    let hint: Nullable<String>

    init(_ level: Level, _ subject: String, _ message: String, hint: String? = nil) {
        self.level = level
        self.subject = subject
        self.message = message
        self.hint = Nullable(hint)
    }

    /// The finding for a person.
    var line: String {
        let mark =
            switch level {
            case .ok: Style.green("✓")
            case .warning: Style.yellow("!")
            case .problem: Style.red("✗")
            }
        let advice = hint.value.map { "\n    → \($0)" } ?? ""
        return "\(mark) \(subject): \(Output.label(message))" + advice
    }
}
