/// Looks at the unit of the machine's daemon, where systemd runs the machine and knows it.
struct UnitCheck {
    /// What `systemctl show` says of it, by the property's name.
    let properties: [String: String]

    private static let wanted = [
        "LoadState", "ActiveState", "SubState", "Result", "UnitFileState", "NRestarts", "ExecMainStatus",
    ]

    /// Asks systemd; nil where there is none, or none that answers.
    static func ask() -> UnitCheck? {
        guard ServiceUnit.isInstalled else { return nil }
        return SystemQuery.output(
            of: "/usr/bin/systemctl", "show", "tolmach.service", "--property=" + wanted.joined(separator: ",")
        ).map(UnitCheck.init)
    }

    /// - Parameter text: Assignments a line.
    init(_ text: String) {
        properties = Dictionary(
            text.split(separator: "\n").compactMap { line in
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
            }, uniquingKeysWith: { $1 })
    }

    func findings() -> [Finding] {
        guard properties["LoadState"] == "loaded" else {
            return [
                finding(.warning, "it cannot be loaded", hint: "systemd-analyze verify tolmach.service says why.")
            ]
        }
        return [state] + [startsAtBoot, restarts].compactMap(\.self)
    }

    private var state: Finding {
        switch properties["ActiveState"] {
        case "active": finding(.ok, "active (\(properties["SubState"] ?? ""))")
        case "failed" where properties["ExecMainStatus"] == "5":
            finding(
                .problem, "it ended because its configuration cannot be used",
                hint: "tolmach doctor --config /etc/tolmach/config.yaml, then: sudo systemctl restart tolmach")
        case "failed":
            finding(
                .problem,
                "it has failed (\(properties["Result"] ?? ""), exit code \(properties["ExecMainStatus"] ?? "?"))",
                hint: "journalctl -u tolmach -n 50 tells why; then: sudo systemctl restart tolmach")
        case let other:
            finding(.warning, "it is \(other ?? "not known")", hint: "sudo systemctl start tolmach")
        }
    }

    private var startsAtBoot: Finding? {
        guard properties["UnitFileState"] == "disabled" else { return nil }
        return finding(
            .advice, "it does not start with the machine", hint: "sudo systemctl enable tolmach")
    }

    private var restarts: Finding? {
        guard let count = properties["NRestarts"].flatMap(Int.init), count > 0 else { return nil }
        return finding(
            .note, "systemd has restarted it \(HumanText.count(count, "time"))",
            hint: "journalctl -u tolmach tells why.")
    }

    private func finding(_ level: Finding.Level, _ message: String, hint: String? = nil) -> Finding {
        Finding(level, "unit tolmach.service", check: "state", message, hint: hint)
    }
}
