import Translation

/// A snapshot as lines for a person.
enum StatusText {
    static func lines(_ snapshot: Snapshot, columns: Int = Output.columns) -> [String] {
        var lines = [daemon(snapshot), counts(snapshot)] + gates(snapshot, columns: columns)
        if !snapshot.running.isEmpty {
            lines += [""] + running(snapshot, columns: columns)
        }
        lines +=
            snapshot.waiting.map { job in
                Columns.fit(
                    "#\(job.id)  \(Output.label(job.name)) → \(job.targetLanguage)", to: min(40, columns / 2))
                    + "  " + JobText.state(job, now: snapshot.now)
            }.prefixedByEmptyLine
        lines +=
            snapshot.failed.map { job in
                let failure = if case .failed(_, let failure) = job.state { failure.message } else { "" }
                return Style.red(
                    Columns.fit("#\(job.id)  failed: \(Output.label(failure))", to: columns).trimmedEnd)
            }.prefixedByEmptyLine
        if let first = snapshot.failed.first {
            lines.append("    → tolmach show \(first.id) tells why; tolmach retry \(first.id) tries again")
        }
        return lines
    }

    private static func daemon(_ snapshot: Snapshot) -> String {
        guard let record = snapshot.daemon?.record else {
            let open = [JobStateName.queued, .running, .waiting].reduce(0) { $0 + (snapshot.counts[$1] ?? 0) }
            return Style.yellow("No daemon is running") + (open > 0 ? "; start one with: tolmach serve" : "")
        }
        let age = HumanText.duration(snapshot.now - record.startedAt)
        return Style.green("Daemon is running")
            + " since \(age) (pid \(record.identity.pid) on \(Output.label(record.identity.host)))"
    }

    private static func gates(_ snapshot: Snapshot, columns: Int) -> [String] {
        snapshot.gates.closed.flatMap { gate in
            let line = Columns.fit(GateText.line(gate, now: snapshot.now), to: columns).trimmedEnd
            return [gate.reason.needsPerson ? Style.red(line) : Style.yellow(line)]
                + (GateText.advice(gate).map { ["    → \($0)"] } ?? [])
        }
    }

    private static func counts(_ snapshot: Snapshot) -> String {
        let parts = JobStateName.allCases.compactMap { state -> String? in
            guard let count = snapshot.counts[state], count > 0 else { return nil }
            return "\(count) \(state.rawValue)"
        }
        return parts.isEmpty
            ? "The queue is empty; tolmach add FILE --to LANGUAGE fills it" : parts.joined(separator: " · ")
    }

    private static func running(_ snapshot: Snapshot, columns: Int) -> [String] {
        let barWidth = columns >= 100 ? 24 : 12
        let rows = snapshot.running.prefix(20).map { item in
            let speed = item.speed(now: snapshot.now)
            return [
                "#\(item.job.id)", "\(Output.label(item.job.name)) → \(item.job.targetLanguage)",
                ProgressBar.draw(item.fraction, width: barWidth), HumanText.percent(min(item.fraction, 0.99)),
                speed > 0 ? "\(Int(speed.rounded())) tok/s" : "asking",
                item.timeLeft(now: snapshot.now).map { HumanText.duration($0) + " left" } ?? "",
                item.streams.count > 1 ? "×\(item.streams.count)" : "",
            ]
        }
        let more = snapshot.running.count - rows.count
        return Columns.table(Array(rows), flexible: 1, rightAligned: [3, 4, 5], columns: columns)
            + (more > 0 ? ["… and \(more) more"] : [])
    }
}

extension [String] {
    fileprivate var prefixedByEmptyLine: [String] { isEmpty ? [] : [""] + self }
}

extension String {
    /// Line breaks as spaces.
    var singleLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }

    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
