import Store

/// What `prune` has removed, or would remove, and what room came free.
struct PruneText {
    let removed: Pruning.Removed
    let isDone: Bool
    /// The room that the database took; nil where nothing was to be removed.
    var before: Space?
    /// The room that it takes now.
    var after: Space?

    struct JSON: Encodable {
        let dryRun: Bool
        let jobs: Int
        let segments: Int
        let attempts: Int
        let documents: Int
        let documentBytes: Int
        /// Bytes that went back to the disk.
        let givenBack: Nullable<Int>
        /// Bytes of the database that are free for what comes.
        let free: Nullable<Int>
        /// Bytes that the database takes.
        let size: Nullable<Int>
    }

    /// Less than this is not worth anybody's while, in bytes.
    private static let worthwhile = 1 << 20

    private var givenBack: Int? {
        guard let before, let after else { return nil }
        return max(0, before.database - after.database)
    }

    var json: JSON {
        JSON(
            dryRun: !isDone, jobs: removed.jobs, segments: removed.segments, attempts: removed.attempts,
            documents: removed.documents, documentBytes: removed.documentBytes, givenBack: Nullable(givenBack),
            free: Nullable(after?.free), size: Nullable(after?.database))
    }

    var lines: [String] {
        var lines = [what]
        if let givenBack, let after {
            var room = "\(HumanText.bytes(givenBack)) went back to the disk; the database takes "
            room += HumanText.bytes(after.database)
            if after.free > 0 { room += ", of which \(HumanText.bytes(after.free)) are free for what comes" }
            lines.append(room + ".")
        }
        if removed.jobs > 0 { lines.append("The translation memory, and which files were written, stay as they are.") }
        return lines
    }

    private var what: String {
        guard removed.jobs > 0 else { return isDone ? "No job to remove." : "No job would be removed." }
        var text = isDone ? "Removed " : "Would remove "
        text += HumanText.count(removed.jobs, "job") + " with " + HumanText.count(removed.segments, "segment")
        text += " and " + HumanText.count(removed.attempts, "request") + ", and "
        text += HumanText.count(removed.documents, "document") + " (" + HumanText.bytes(removed.documentBytes) + ")."
        return text
    }

    /// What else could be done; nil where there is nothing.
    var advice: String? {
        guard let after, !after.shrinks, after.free > Self.worthwhile else { return nil }
        return "  → An older version made this database, which keeps its room: tolmach prune --compact gives it back."
    }
}
