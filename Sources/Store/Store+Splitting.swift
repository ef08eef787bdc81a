import GRDB
import Translation

extension Store {
    /// Puts smaller pieces in the place of a segment: the first takes its row, the others come behind it.
    static func split(
        _ segment: Segment.ID, of job: Job.ID, into pieces: [NewJob.Piece], _ database: Database
    ) throws {
        guard let first = pieces.first,
            let row = try Row.fetchOne(
                database,
                sql:
                    "SELECT position, coalesce(prompt, source), heading, priority, endpoint, size_class FROM segments WHERE id = ?",
                arguments: [segment])
        else { return }
        let (position, whole): (Int, String) = (row[0], row[1])
        try makeRoom(for: pieces.count - 1, behind: position, of: job, database)
        try database.execute(
            literal: """
                UPDATE segments SET source = \(first.source), prompt = \(first.prompt), layout = \(first.layout)
                WHERE id = \(segment)
                """)
        for (offset, piece) in pieces.enumerated().dropFirst() {
            try database.execute(
                literal: """
                    INSERT INTO segments (job_id, position, kind, source, state, priority, endpoint, prompt, layout,
                        heading, size_class)
                    VALUES (\(job), \(position + offset), 'translatable', \(piece.source), 'pending',
                        \(row["priority"] as Int), \(row["endpoint"] as String), \(piece.prompt), \(piece.layout),
                        \(row["heading"] as String?), \(row["size_class"] as Int))
                    """)
        }
        let growth = pieces.reduce(0) { $0 + $1.length } - whole.count
        try database.execute(
            literal: """
                UPDATE jobs SET segments = segments + \(pieces.count - 1),
                    characters = max(characters_done, characters + \(growth))
                WHERE id = \(job)
                """)
    }

    /// Moves what is behind a position; by way of far numbers, since two rows never have the same.
    private static func makeRoom(for count: Int, behind position: Int, of job: Job.ID, _ database: Database) throws {
        let far = 1 << 40
        try database.execute(
            literal: """
                UPDATE segments SET position = position + \(far) WHERE job_id = \(job) AND position > \(position)
                """)
        try database.execute(
            literal: """
                UPDATE segments SET position = position - \(far - count) WHERE job_id = \(job) AND position >= \(far)
                """)
    }
}
