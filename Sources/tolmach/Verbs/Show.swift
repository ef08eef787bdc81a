import ArgumentParser
import Engine
import Store
import Translation

/// `tolmach show`: one job, its segments, and every attempt with the reason why it ended.
struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one job: segments, and every attempt and why it ended.")

    @Argument(help: "The job's number.")
    var id: Int64

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let settings = try global.settings()
        let store = try global.store(settings)
        guard let job = try await store.job(id) else { throw CommandFailure.noSuchJob(id) }
        let attempts = try await store.attempts(of: id)
        let tokens = try await store.tokens(of: id)
        let segments = try await store.segments(of: id)
        let reuse = try await store.reuse(of: id)
        let deliveries = try await store.deliveries(of: id)
        if output.json {
            var json = JobJSON(
                job, tokens: tokens, attempts: attempts, segments: segments, reuse: reuse, currency: settings.currency)
            json.deliveries = deliveries.map(DeliveryJSON.init)
            return try JSONText.print(json)
        }
        let now = TimeSource.system.now()
        let gate = try await store.gates().gate(before: job.endpoint)
        for line in Self.head(job, tokens, reuse, gate, currency: settings.currency, now: now) { Output.line(line) }
        for delivery in deliveries {
            Output.line(Style.dim(Columns.fit("told", to: 12)) + " " + DeliveryText.line(delivery, now: now))
        }
        for line in Self.warnings(segments) { Output.line(line) }
        let open = segments.filter { $0.kind == .translatable }
        Output.line()
        for line in Self.table(open) { Output.line(line) }
        Output.line()
        for line in Self.log(attempts, now: now) { Output.line(line) }
    }

    private static func head(
        _ job: Job, _ tokens: Store.Tokens, _ reuse: Store.Reuse, _ gate: Gate?, currency: String?, now: Timestamp
    ) -> [String] {
        var fields: [(String, String)] = [
            ("job", "\(job.id)"), ("name", Output.label(job.name)),
            ("languages", (job.sourceLanguage ?? "(as it is)") + " → " + job.targetLanguage),
            ("state", JobText.state(job, now: now)),
        ]
        if case .waiting(_, .endpoint) = job.state, let gate {
            fields.append(("because", GateText.reason(gate)))
            if let advice = GateText.advice(gate) { fields.append(("what to do", advice)) }
        }
        if let advice = CeilingText.advice(job) { fields.append(("what to do", advice)) }
        if case .failed(_, let failure) = job.state {
            fields += [
                ("error", "\(Output.label(failure.message)) (\(failure.kind))"),
                ("what to do", Output.label(failure.hint)),
            ]
        }
        fields += [
            (
                "progress",
                "\(HumanText.percent(job.state.name == .completed ? 1 : job.progress.fraction)), "
                    + "\(HumanText.number(job.progress.segmentsDone)) of \(HumanText.count(job.progress.segments, "segment")), "
                    + HumanText.count(job.progress.attempts, "attempt")
            ),
            (
                "tokens",
                "\(HumanText.number(tokens.prompt)) sent, \(HumanText.number(tokens.completion)) received, "
                    + "about \(HumanText.number(tokens.saved)) saved by resuming"
            ),
        ]
        if let cost = CostText.line(job, currency: currency) { fields.append(("cost", cost)) }
        if let reused = reused(reuse, of: job) { fields.append(("reused", reused)) }
        if let endpoint = job.endpoint { fields.append(("endpoint", Output.label(endpoint))) }
        if let model = job.model { fields.append(("model", Output.label(model))) }
        if !job.instructions.isEmpty { fields.append(("instructions", Output.label(job.instructions))) }
        if let path = job.outputPath { fields.append(("output", Output.label(path))) }
        if let error = job.outputError {
            fields += [
                ("not written", Output.label(error)),
                (
                    "what to do",
                    "tolmach get \(job.id) --write writes it with your rights; --overwrite replaces what stands there"
                ),
            ]
        }
        fields.append(("added", HumanText.time(job.createdAt, now: now)))
        if let finished = job.state.finishedAt {
            let took = job.startedAt.map { ", after \(HumanText.duration(finished - $0))" } ?? ""
            fields.append(("ended", HumanText.time(finished, now: now) + took))
        }
        return fields.map { Style.dim(Columns.fit($0.0, to: 12)) + " " + $0.1 }
    }

    private static func reused(_ reuse: Store.Reuse, of job: Job) -> String? {
        let kept =
            reuse.fromFormer > 0
            ? ["\(reuse.fromFormer) of \(job.former.map { "job \($0)" } ?? "the last version")"] : []
        let known = reuse.fromMemory > 0 ? ["\(reuse.fromMemory) from the translation memory"] : []
        guard !(kept + known).isEmpty else { return nil }
        return "of \(HumanText.count(job.progress.segments, "segment")): " + (kept + known).joined(separator: ", ")
            + "; \(HumanText.count(reuse.characters, "character")) that no model was asked for"
    }

    /// What translations lack that were taken all the same.
    private static func warnings(_ segments: [Segment]) -> [String] {
        let all = segments.flatMap { segment in
            segment.warnings.map { "segment \(segment.position): \(Output.label($0))" }
        }
        guard !all.isEmpty else { return [] }
        let rest = all.count > 20 ? ["… and \(all.count - 20) more; --json has them all"] : []
        return ["", HumanText.count(all.count, "warning") + "; look at these places before you use the document:"]
            + (all.prefix(20) + rest).map { "  " + $0 }
    }

    /// So much of a segment tells which one it is, in columns.
    private static let beginning = 60

    private static func table(_ segments: [Segment]) -> [String] {
        let rows = segments.prefix(100).map { segment in
            [
                "\(segment.position)", segment.state.rawValue, "\((segment.prompt ?? segment.source).count)",
                "\(segment.text.count)",
                Columns.clip(Output.label(segment.prompt ?? segment.source), to: Self.beginning),
            ]
        }
        return Columns.table(
            [["SEGMENT", "STATE", "SOURCE", "TRANSLATED", "BEGINS"]] + rows, flexible: [4], rightAligned: [0, 2, 3])
            + (segments.count > 100 ? ["… and \(segments.count - 100) more; --json has them all"] : [])
    }

    private static func log(_ attempts: [Attempt], now: Timestamp) -> [String] {
        guard !attempts.isEmpty else { return ["no attempts yet"] }
        // Where all went to one endpoint, the room is better used for the reasons.
        let endpoints = Set(attempts.map(\.endpoint)).count > 1
        let rows = attempts.suffix(100).map { attempt in
            [HumanText.time(attempt.startedAt, now: now), "\(attempt.position)", "\(attempt.number)"]
                + (endpoints ? [Output.label(attempt.endpoint)] : [])
                + [
                    attempt.prefixCharacters > 0 ? attempt.mode.rawValue : "fresh", "\(attempt.characters)",
                    (attempt.outcome?.rawValue ?? "running")
                        + (attempt.error.map { ": " + Output.label($0) } ?? ""),
                ]
        }
        let header = ["STARTED", "SEGMENT", "TRY"] + (endpoints ? ["ENDPOINT"] : []) + ["MODE", "RECEIVED", "OUTCOME"]
        return Columns.table([header] + rows, flexible: [header.count - 1], rightAligned: [1, 2, header.count - 2])
            + (attempts.count > 100 ? ["(the last 100 of \(attempts.count); --json has them all)"] : [])
    }
}
