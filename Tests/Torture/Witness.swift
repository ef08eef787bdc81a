import Store
import Synchronization

/// Remembers what could be read of each segment, and looks whether it is still there: what was shown is never taken back.
final class Witness: Sendable {
    private let shown = Mutex<[Int64: String]>([:])

    /// Reads what `get --partial` and `follow` would show of some jobs, and compares it with what was there before.
    func look(at jobs: [Int64], in path: String) async throws -> [String] {
        let store = try Store(path: path, role: .command)
        var problems: [String] = []
        for job in jobs {
            for segment in try await store.segments(of: job) where segment.kind == .translatable {
                let before = shown.withLock { shown in
                    defer { shown[segment.id] = segment.text }
                    return shown[segment.id] ?? ""
                }
                guard !segment.text.utf8.starts(with: before.utf8) else { continue }
                problems.append(
                    "job \(job), segment \(segment.position): “…\(before.suffix(60))” was shown, and is now "
                        + "“…\(segment.text.suffix(60))”")
            }
        }
        // Not kept open: the first to open a database after a crash recovers it, and that must be the daemon.
        try store.close()
        return problems
    }

    /// How many segments were looked at.
    var count: Int { shown.withLock(\.count) }
}
