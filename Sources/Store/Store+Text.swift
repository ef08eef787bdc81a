import GRDB
import Translation

extension Store {
    /// All segments of a job in the document's order, with the text that may be shown of each.
    ///
    /// Text of an unfinished segment ends with its last whole word: what was shown is never taken back.
    public func segments(of job: Job.ID) async throws -> [Segment] {
        try await read { try Self.segments(of: job, from: 0, stopsAtOpen: false, $0) }
    }

    /// The segments from a position on, up to and with the first that is not done: what `follow` can show next.
    public func segments(of job: Job.ID, from position: Int) async throws -> [Segment] {
        try await read { try Self.segments(of: job, from: position, stopsAtOpen: true, $0) }
    }

    private static func segments(
        of job: Job.ID, from position: Int, stopsAtOpen: Bool, _ database: Database
    ) throws -> [Segment] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT segments.id, position, kind, source, prompt, layout, warnings, origin,
                    segments.text, state, attempts.id AS attempt,
                    attempts.mode, attempts.journal_start
                FROM segments LEFT JOIN attempts ON attempts.id = segments.attempt_id
                WHERE segments.job_id = ? AND position >= ? ORDER BY position
                """, arguments: [job, position])
        var open: [(segment: Segment, attempt: Int64?, mode: ResumeMode, start: Int64)] = []
        while let row = try rows.next() {
            var segment = Segment(
                id: row["id"], position: row["position"],
                kind: SegmentKind(rawValue: row["kind"]) ?? .translatable, source: row["source"],
                state: SegmentState(rawValue: row["state"]) ?? .held, text: row["text"])
            segment.prompt = row["prompt"]
            segment.layout = row["layout"]
            segment.origin = (row["origin"] as String?).flatMap(SegmentOrigin.init(rawValue:))
            segment.warnings = try SentenceList.decode(row["warnings"])
            open.append(
                (
                    segment, row["attempt"], (row["mode"] as String?).flatMap(ResumeMode.init) ?? .continue,
                    row["journal_start"] ?? 0
                ))
            if stopsAtOpen, segment.state != .done { break }
        }
        let live = open.filter { $0.attempt != nil }
        let chunks = try journal(
            of: Set(live.compactMap(\.attempt)), from: live.map(\.start).min() ?? 0, database)
        return open.map { item in
            var segment = item.segment
            guard segment.state != .done else { return segment }
            var transcript = Transcript(
                settled: segment.text, mode: item.mode, source: segment.prompt ?? segment.source)
            for chunk in item.attempt.flatMap({ chunks[$0] }) ?? [] { transcript.append(chunk) }
            segment.text = String(transcript.visible)
            return segment
        }
    }
}
