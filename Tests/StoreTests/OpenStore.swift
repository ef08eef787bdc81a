import Foundation
import GRDB
import Support
import Translation

@testable import Store

/// The time at which everything begins in these tests.
let start = Timestamp(milliseconds: 1_800_000_000_000)

/// Opens a queue in a folder of its own and runs its writer beside `body`.
///
/// What may pass (no room, a lock) is an error at once, so that no test waits for it.
func withStore<T: Sendable>(
    durability: Durability = .normal, _ body: @escaping @Sendable (Store) async throws -> T
) async throws -> T {
    try await withTemporaryFolder { folder in
        let store = try Store(path: folder.file("queue.db"), role: .daemon, durability: durability)
        store.commits.giveUpOnTrouble()
        let result = try await withWriter(of: store, body)
        try store.close()
        return result
    }
}

/// Runs the writer of a store beside `body`.
func withWriter<T: Sendable>(
    of store: Store, clock: any Clock<Duration> = ContinuousClock(),
    onTrouble: @escaping @Sendable (StoreError?) -> Void = { _ in },
    _ body: @escaping @Sendable (Store) async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask {
            try await store.commits.run(clock: clock, onTrouble: onTrouble)
            return nil
        }
        group.addTask {
            defer { store.commits.close() }
            return try await body(store)
        }
        var result: T?
        while let next = try await group.next() { if let next { result = next } }
        guard let result else { throw NotInTime(description: "a result of the test's body") }
        return result
    }
}

extension Store {
    /// Queues pieces of text to be translated into Spanish.
    @discardableResult
    func add(
        _ texts: [String], priority: Int = 0, endpoint: String? = nil, at: Timestamp? = nil, now: Timestamp = start
    ) async throws -> Job.ID {
        var job = NewJob(
            document: Data(texts.joined().utf8), pieces: texts.map { .init(kind: .translatable, source: $0) },
            name: "notes.txt", format: "text", target: try LanguageTag("es"))
        job.priority = priority
        job.endpoint = endpoint
        job.notBefore = at
        job.isForced = true
        return try await enqueue(job, now: now).id
    }

    /// Announces a daemon that differs from others in its process id.
    func daemon(_ pid: Int32 = 1, now: Timestamp = start) async throws -> Int64 {
        try await register(.process(pid), now: now)
    }

    /// Claims for an endpoint named “main”.
    func claim(
        _ limit: Int = 1, for daemon: Int64, mode: ResumeMode = .continue, endpoint: String = "main",
        now: Timestamp = start
    ) async throws -> [ClaimedSegment] {
        try await claim(Capacity(endpoint: endpoint, model: "m", mode: mode, free: limit), for: daemon, now: now)
    }

    /// Appends chunks, the first with its time; whether all were stored.
    @discardableResult
    func append(_ chunks: [String], _ lease: Lease) async throws -> Bool {
        var areStored = true
        for (number, chunk) in chunks.enumerated() {
            let isStored = try await append(chunk, lease, firstTextAt: number == 0 ? start : nil)
            areStored = areStored && isStored
        }
        return areStored
    }

    /// A segment as its table has it.
    func row(ofSegment position: Int = 0, job: Job.ID) async throws -> SegmentRow? {
        try await read {
            try Row.fetchOne(
                $0, sql: "SELECT * FROM segments WHERE job_id = ? AND position = ?", arguments: [job, position]
            ).map(SegmentRow.init)
        }
    }

    /// The names of the states of a job's segments, in order.
    func segmentStates(of job: Job.ID) async throws -> [String] {
        try await read {
            try String.fetchAll(
                $0, sql: "SELECT state FROM segments WHERE job_id = ? ORDER BY position", arguments: [job])
        }
    }

    /// The whole database as text: every row of every table.
    func dump() async throws -> String {
        try await read { database in
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            return try tables.map { table in
                let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(table.quotedDatabaseIdentifier)")
                return ([table] + rows.map(\.debugDescription).sorted()).joined(separator: "\n")
            }.joined(separator: "\n\n")
        }
    }
}

/// A segment as its table has it.
struct SegmentRow: Sendable {
    let text: String
    let state: String
    let tries: Int
    let epoch: Int64
    let owner: Int64?
    let notBefore: Int64?

    init(_ row: Row) {
        (text, state, tries) = (row["text"], row["state"], row["tries"])
        (epoch, owner, notBefore) = (row["lease_epoch"], row["lease_owner"], row["not_before"])
    }
}

extension DaemonIdentity {
    /// A process of this host.
    static func process(_ pid: Int32) -> DaemonIdentity {
        DaemonIdentity(
            host: "here", bootID: "boot", pidNamespace: "pid:[1]", pid: pid, processStarted: 100, version: "test")
    }
}
