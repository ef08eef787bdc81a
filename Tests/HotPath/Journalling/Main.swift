import Foundation
import Store
import Translation

// Writes a fixed number of chunks into the journal, as the engine does, so that what that takes can be counted:
// `journalling bulk|paced CHUNKS FOLDER`. Paced is a transaction for each chunk of one stream, bulk one for a chunk of each
// of 64 streams.

@main
enum Main {
    private static let streams = 64
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let count = Int(arguments[2]), ["bulk", "paced"].contains(arguments[1]) else {
            fatalError("usage: journalling bulk|paced CHUNKS FOLDER")
        }
        let store = try Store(path: arguments[3] + "/queue.db", role: .daemon)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await store.commits.run(clock: ContinuousClock(), onTrouble: { _ in }) }
            let journals = try await journals(in: store)
            if arguments[1] == "bulk" {
                for _ in 0..<count / streams {
                    try await appendTogether(to: journals, in: store)
                    for journal in journals { _ = try await journal.flush() }
                }
            } else {
                for _ in 0..<count {
                    try await append(to: journals.prefix(1))
                    _ = try await journals[0].flush()
                }
            }
            store.commits.close()
            try await group.waitForAll()
        }
        try store.close()
    }

    private static func journals(in store: Store) async throws -> [StreamJournal] {
        let pieces = (0..<streams).map { NewJob.Piece(kind: .translatable, source: "text \($0)") }
        let job = NewJob(
            document: Data("text".utf8), pieces: pieces, name: "notes.txt", format: "text",
            target: try LanguageTag("es"))
        _ = try await store.enqueue(job, now: now)
        let identity = DaemonIdentity(
            host: "h", bootID: "b", pidNamespace: "n", pid: 1, processStarted: 1, version: "1")
        let daemon = try await store.register(identity, now: now)
        let capacity = Capacity(endpoint: "main", model: "m", mode: .continue, free: streams)
        let claimed = try await store.claim(capacity, for: daemon, now: now)
        guard claimed.count == streams else { fatalError("\(claimed.count) segments were claimed") }
        return claimed.map { store.journal(of: $0.lease) }
    }

    private static func append(to journals: some Collection<StreamJournal>) async throws {
        for journal in journals {
            guard try await journal.flush() else { fatalError("the lease is lost") }
            journal.append("tranquilo ", arrival: .now)
        }
    }

    /// Holds the writer up until all was handed in, so that it shares the next transaction.
    private static func appendTogether(to journals: [StreamJournal], in store: Store) async throws {
        let isReleased = DispatchSemaphore(value: 0)
        let (start, hasStarted) = AsyncStream<Void>.makeStream()
        async let held: Void = store.commits.perform { _ in
            hasStarted.finish()
            isReleased.wait()
        }
        for await _ in start {}
        try await append(to: journals)
        isReleased.signal()
        try await held
    }
}
