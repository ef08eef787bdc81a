import GRDB
import Translation

extension Store {
    /// All that has come for a segment in the answers that were kept, one after another; nil where none was.
    public func formerAnswer(of segment: Segment.ID) async throws -> String? {
        try await read { database in
            let texts = try String.fetchAll(
                database,
                sql: """
                    SELECT text FROM answers JOIN attempts ON attempts.id = answers.attempt_id
                    WHERE attempts.segment_id = ? ORDER BY attempts.id
                    """, arguments: [segment])
            return texts.isEmpty ? nil : texts.joined(separator: "\n")
        }
    }

    /// All segments of a job in the document's order, with the text that may be shown of each.
    ///
    /// Text of an unfinished segment ends with its last whole word: what was shown is never taken back.
    public func segments(of job: Job.ID) async throws -> [Segment] {
        try await read { database in
            var tail = JournalTail()
            return try Self.segments(of: job, from: 0, stopsAtOpen: false, &tail, database)
        }
    }

    /// The segments from a position on, up to and with the first that is not done: what `follow` can show next.
    ///
    /// - Parameter tail: Where the last call ended, so that a segment that arrives in many chunks is read in linear time.
    public func segments(of job: Job.ID, from position: Int, _ tail: inout JournalTail) async throws -> [Segment] {
        let before = tail
        let (segments, after) = try await read { database in
            var tail = before
            return (try Self.segments(of: job, from: position, stopsAtOpen: true, &tail, database), tail)
        }
        tail = after
        return segments
    }

    private static func segments(
        of job: Job.ID, from position: Int, stopsAtOpen: Bool, _ tail: inout JournalTail, _ database: Database
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
        // Whoever reads again and again sees one open segment at most.
        let place = live.count == 1 && live[0].attempt == tail.place?.attempt ? tail.place : nil
        let chunks = try journal(
            of: Set(live.compactMap(\.attempt)), from: place?.next ?? live.map(\.start).min() ?? 0, database)
        let next = try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM journal") ?? 1
        tail.place = nil
        return open.map { item in
            var segment = item.segment
            guard segment.state != .done else { return segment }
            var transcript =
                place.flatMap { $0.attempt == item.attempt ? $0.transcript : nil }
                ?? Transcript(settled: segment.text, mode: item.mode, source: segment.prompt ?? segment.source)
            for chunk in item.attempt.flatMap({ chunks[$0] }) ?? [] { transcript.append(chunk) }
            segment.text = String(transcript.visible)
            if live.count == 1, let attempt = item.attempt {
                tail.place = JournalTail.Place(attempt: attempt, next: next, transcript: transcript)
            }
            return segment
        }
    }
}
