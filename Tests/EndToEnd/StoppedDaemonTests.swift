import Foundation
import GRDB
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing

@Suite("A daemon that is stopped for longer than its lease", .besideAnother, .timeLimit(.minutes(40)))
struct StoppedDaemonTests {
    private static let texts = (0..<4).map { SampleText(words: 120, seed: UInt64(70 + $0)) }

    @Test("Another one takes its segments; when it goes on, it changes nothing of them, says so, and works on")
    func stoppedAndContinued() async throws {
        // While it is stopped, its endpoint goes on sending: that waits in its sockets for when it continues.
        let pace = Mutex(Duration.milliseconds(60))
        try await withSandbox(
            ["TOLMACH_CONCURRENCY": "2"],
            answering: { request in
                DeterministicTranslator().answer(to: request, cutAfterChunks: nil, pace: pace.withLock { $0 })
            }
        ) { sandbox, endpoint in
            let files = try Self.texts.prefix(2).enumerated().map { try sandbox.file("\($0).txt", $1.source) }
            let added = try await sandbox.running(["add", "--to", "es"] + files) { _ in }.finished
            try #require(added.lines.count == 2, "\(added)")
            let queue = try Queue(of: sandbox)
            let first = try await sandbox.serving { first in
                try await eventually("both streams give text") { try await queue.streamsWithText() == 2 }
                try await stop(first, in: sandbox)
                let atStop = try await queue.beginnings()
                pace.withLock { $0 = .zero }
                let second = try await sandbox.serving { _ in
                    // A lease lasts 30 s, and a daemon looks after others every 10 s.
                    try await eventually("the other takes both over", within: .seconds(60)) {
                        let taken = try await [queue.outcomes(of: 1).first, queue.outcomes(of: 2).first]
                        return taken == ["crashed", "crashed"]
                    }
                    try await eventually("the other completes both") { try await queue.isWorkedOff() }
                    let before = try rows(of: sandbox)
                    #expect(before.segments.allSatisfy { $0.hasPrefix("done") }, "\(before.segments)")

                    kill(first.pid, SIGCONT)
                    try await eventually("the first notices") {
                        try first.errors.ranges(of: "segment was taken from this worker").count == 2
                    }
                    #expect(try rows(of: sandbox) == before, "what waited in its sockets must change nothing")
                    #expect(!first.hasEnded, "it has lost its segments, and not its place")
                }
                #expect(second.code == 0, "\(second)")
                let resumed = endpoint.requests.dropFirst(2).compactMap(\.textSoFar).sorted()
                #expect(resumed == atStop, "the other goes on from the text that was on disk when the first stopped")

                // A good citizen again: now it is the only one, and works.
                let more = try Self.texts.dropFirst(2).enumerated().map { try sandbox.file("more\($0).txt", $1.source) }
                _ = try await sandbox.running(["add", "--to", "es"] + more) { _ in }
                try await eventually("the first works on") { try await queue.isWorkedOff() }
            }
            #expect(first.code == 0, "\(first)")
            for (number, text) in Self.texts.enumerated() {
                #expect(try await sandbox.run("get", "\(number + 1)").isExactly(text.translation), "job \(number + 1)")
            }
            #expect(endpoint.requests.count == 6, "each of two segments is asked for twice, and two once")
            for job in [1, 2] { #expect(try await queue.outcomes(of: Int64(job)) == ["crashed", "completed"]) }
            #expect(try await queue.leases() == 0, "no segment is left with anybody")
            #expect(try await queue.daemons() == 0, "both have taken their leave")
        }
    }

    /// Stops a process where it does not hold the database's lock.
    ///
    /// One that is stopped in the middle of a transaction keeps all others from writing until it goes on (fcntl(2)):
    /// SQLite's locks do not expire.
    private func stop(_ process: RunningProcess, in sandbox: Sandbox) async throws {
        try await eventually("the daemon is stopped outside of a transaction") {
            kill(process.pid, SIGSTOP)
            try await eventually("the process has stopped") { process.isStopped }
            var configuration = Configuration()
            configuration.busyMode = .immediateError
            let database = try DatabaseQueue(path: sandbox.database, configuration: configuration)
            do {
                try database.inTransaction(.immediate) { _ in .rollback }
                return true
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                kill(process.pid, SIGCONT)
                return false
            }
        }
    }

    /// What a worker could have changed.
    private struct Rows: Equatable {
        let segments: [String]
        let attempts: [String]
        /// The number of the newest row: it only grows.
        let journal: Int
    }

    private func rows(of sandbox: Sandbox) throws -> Rows {
        let database = try DatabaseQueue(path: sandbox.database)
        return try database.read { database in
            Rows(
                segments: try String.fetchAll(
                    database, sql: "SELECT state || ' epoch ' || lease_epoch || ' ' || text FROM segments ORDER BY id"),
                attempts: try String.fetchAll(
                    database,
                    sql: """
                        SELECT outcome || ' ' || number || ' ' || chunks || ' ' || characters || ' ' || ended_at
                        FROM attempts ORDER BY id
                        """),
                journal: try Int.fetchOne(database, sql: "SELECT max(id) FROM journal") ?? 0)
        }
    }
}
