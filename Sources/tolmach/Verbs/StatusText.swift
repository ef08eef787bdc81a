import Translation

/// A snapshot as lines for a person.
enum StatusText {
    /// - Parameter columns: Those of the terminal, and no line is wider but for a single word; as many as it takes where
    ///   another program reads.
    static func lines(_ snapshot: Snapshot, columns: Int = Output.tableColumns) -> [String] {
        var lines = daemon(snapshot, columns: columns) + counts(snapshot, columns: columns)
        lines += outlook(snapshot, columns: columns)
        lines += (snapshot.spending.line.map { [clip($0, columns)] } ?? []) + gates(snapshot, columns: columns)
        lines += stranded(snapshot, columns: columns)
        if !snapshot.running.isEmpty { lines += [""] + running(snapshot, columns: columns) }
        lines += waiting(snapshot, columns: columns).prefixedByEmptyLine
        lines += atCeiling(snapshot, columns: columns).prefixedByEmptyLine
        lines +=
            snapshot.failed.map { job in
                let failure = if case .failed(_, let failure) = job.state { failure.message } else { "" }
                return Style.red(
                    clip("#\(job.id)  \(Output.label(job.name)) failed: \(Output.label(failure))", columns))
            }.prefixedByEmptyLine
        if let first = snapshot.failed.first {
            let count = snapshot.counts[.failed, default: 0]
            let all =
                count > 1 ? "retry --state failed tries all \(HumanText.number(count))" : "retry \(first.id) tries"
            lines += advice("tolmach show \(first.id) tells why; tolmach \(all) again", columns)
        }
        return lines
    }

    private static func clip(_ line: String, _ columns: Int) -> String { Columns.clip(line, to: columns) }

    /// What a person can do.
    private static func advice(_ text: String, _ columns: Int) -> [String] {
        Columns.wrap(text, to: columns, first: "    → ", rest: "      ")
    }

    private static func stranded(_ snapshot: Snapshot, columns: Int) -> [String] {
        snapshot.stranded.sorted { $0.key < $1.key }.flatMap { endpoint, jobs in
            let name = Output.label(endpoint)
            let line = "\(HumanText.count(jobs, "job")) for endpoint \(name), which is not configured"
            return [Style.red(clip(line, columns))]
                + advice("configure it, or give them up: tolmach list --endpoint \(name)", columns)
        }
    }

    /// Jobs that only a person can let go on.
    private static func atCeiling(_ snapshot: Snapshot, columns: Int) -> [String] {
        let lines = snapshot.atCeiling.map { job in
            let state = JobText.plainState(job, now: snapshot.now)
            return Style.yellow(clip("#\(job.id)  \(Output.label(job.name)) \(state)", columns))
        }
        return lines + (snapshot.atCeiling.first.flatMap(CeilingText.advice).map { advice($0, columns) } ?? [])
    }

    private static func daemon(_ snapshot: Snapshot, columns: Int) -> [String] {
        guard let view = snapshot.daemon else {
            let open = [JobStateName.queued, .running, .waiting].reduce(0) { $0 + (snapshot.counts[$1] ?? 0) }
            return [Style.yellow(clip("No daemon is running", columns))]
                + (open > 0 ? advice("start one: \(ServiceUnit.startCommand(for: snapshot.database))", columns) : [])
        }
        let record = view.record
        let place = " (pid \(record.identity.pid) on \(Output.label(record.identity.host)))"
        let quiet = snapshot.now - view.lastSign
        guard quiet < DaemonView.silence else {
            let state = "Daemon gives no sign since \(HumanText.duration(quiet))"
            return [Style.red(clip(state, columns)) + clip(place, columns - Columns.width(of: state))]
                + advice("it hangs or was stopped: end it and start it again; what it has received is kept", columns)
        }
        let (state, since) = ("Daemon is running", " since \(HumanText.duration(snapshot.now - record.startedAt))")
        return [Style.green(clip(state, columns)) + clip(since + place, columns - Columns.width(of: state))]
    }

    /// How fast it goes, and when all will be ready.
    private static func outlook(_ snapshot: Snapshot, columns: Int) -> [String] {
        guard let left = snapshot.timeLeft else { return [] }
        let streams = snapshot.running.reduce(0) { $0 + $1.streams.count }
        let speed = "\(HumanText.number(Int(snapshot.speed.rounded()))) tok/s"
        let time = "\(HumanText.duration(left)), at \(HumanText.time(snapshot.now + left, now: snapshot.now))"
        // What waits until the next day would make any time of today a wrong one.
        let others =
            switch snapshot.counts[.waiting, default: 0] {
            case 0: ""
            case 1: ", without the one that waits"
            case let count: ", without the \(HumanText.number(count)) that wait"
            }
        return Columns.wrap(
            "\(HumanText.count(streams, "stream")), \(speed); ready in about \(time)\(others)", to: columns, first: "",
            rest: "")
    }

    private static func waiting(_ snapshot: Snapshot, columns: Int) -> [String] {
        let rows = snapshot.waiting.map { job in
            [
                "#\(job.id)", Output.label(job.name), "→ \(job.targetLanguage)",
                JobText.plainState(job, now: snapshot.now),
            ]
        }
        let more = snapshot.counts[.waiting, default: 0] - rows.count
        return Columns.table(rows, flexible: [1, 3], keepsEnds: true, columns: columns)
            + Self.more(more, "wait", .waiting, columns)
    }

    /// That there are more than are shown, and how to see them; nothing where there are none.
    private static func more(_ count: Int, _ verb: String, _ state: JobStateName, _ columns: Int) -> [String] {
        let line = "… and \(HumanText.number(count)) more \(verb): tolmach list --state \(state.rawValue)"
        return count > 0 ? [clip(line, columns)] : []
    }

    private static func gates(_ snapshot: Snapshot, columns: Int) -> [String] {
        snapshot.gates.closed.flatMap { gate in
            let line = clip(GateText.line(gate, now: snapshot.now), columns)
            return [gate.reason.needsPerson ? Style.red(line) : Style.yellow(line)]
                + (GateText.advice(gate).map { advice($0, columns) } ?? [])
        }
    }

    private static func counts(_ snapshot: Snapshot, columns: Int) -> [String] {
        let parts = JobStateName.allCases.compactMap { state -> String? in
            guard let count = snapshot.counts[state], count > 0 else { return nil }
            return "\(HumanText.number(count)) \(state.rawValue)"
        }
        let empty = "The queue is empty; tolmach add FILE --to LANGUAGE fills it"
        return parts.isEmpty
            ? Columns.wrap(empty, to: columns, first: "", rest: "") : Columns.wrap(parts: parts, to: columns)
    }

    private static func running(_ snapshot: Snapshot, columns: Int) -> [String] {
        let barWidth = columns >= 100 ? 24 : 8
        let rows = snapshot.running.prefix(20).map { item in
            let speed = item.speed(now: snapshot.now)
            return [
                "#\(item.job.id)", Output.label(item.job.name), "→ \(item.job.targetLanguage)",
                ProgressBar.draw(item.fraction, width: barWidth), HumanText.percent(min(item.fraction, 0.99)),
                speed > 0 ? "\(Int(speed.rounded())) tok/s" : "asking",
                item.timeLeft(now: snapshot.now).map { HumanText.duration($0) + " left" } ?? "",
                item.streams.count > 1 ? "×\(item.streams.count)" : "",
            ]
        }
        let more = snapshot.running.count - rows.count
        return Columns.table(Array(rows), flexible: [1], keepsEnds: true, rightAligned: [4, 5, 6], columns: columns)
            + Self.more(more, "run", .running, columns)
    }
}

extension [String] {
    fileprivate var prefixedByEmptyLine: [String] { isEmpty ? [] : [""] + self }
}

extension String {
    /// Line breaks as spaces.
    var singleLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
