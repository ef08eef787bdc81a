import GRDB
import Support
import Testing
import Translation

@testable import Store

/// What the tables themselves refuse, whoever writes to them.
@Suite("The schema", .light, .timeLimit(.minutes(40)))
struct SchemaTests {
    /// A change that would leave something impossible behind.
    struct Impossible: CustomTestStringConvertible, Sendable {
        let what: String
        let sql: String
        var testDescription: String { what }

        init(_ what: String, _ sql: String) { (self.what, self.sql) = (what, sql) }
    }

    private static let jobs = [
        Impossible("a state that does not exist", "UPDATE jobs SET state = 'lost'"),
        Impossible("waiting without a time", "UPDATE jobs SET state = 'waiting', wait_reason = 'backoff'"),
        Impossible("waiting without a reason", "UPDATE jobs SET state = 'waiting', not_before = 5"),
        Impossible(
            "a reason that does not exist", "UPDATE jobs SET state = 'waiting', not_before = 5, wait_reason = 'mood'"),
        Impossible("a time although it does not wait", "UPDATE jobs SET not_before = 5"),
        Impossible("a reason although it does not wait", "UPDATE jobs SET wait_reason = 'backoff'"),
        Impossible("failed without an error", "UPDATE jobs SET state = 'failed', finished_at = 5"),
        Impossible(
            "failed with a kind and no message", "UPDATE jobs SET state = 'failed', finished_at = 5, error_kind = 'x'"),
        Impossible(
            "failed without a hint",
            "UPDATE jobs SET state = 'failed', finished_at = 5, error_kind = 'x', error_message = 'y'"),
        Impossible(
            "failed, and never ended",
            "UPDATE jobs SET state = 'failed', error_kind = 'x', error_message = 'y', error_hint = 'z'"),
        Impossible(
            "an error although it has not failed",
            "UPDATE jobs SET error_kind = 'x', error_message = 'y', error_hint = 'z'"),
        Impossible("cancelled, and never ended", "UPDATE jobs SET state = 'cancelled'"),
        Impossible("an end although it is queued", "UPDATE jobs SET finished_at = 5"),
        Impossible("completed with a segment open", "UPDATE jobs SET state = 'completed', finished_at = 5"),
        Impossible("more segments done than there are", "UPDATE jobs SET segments_done = 2"),
        Impossible("fewer segments done than none", "UPDATE jobs SET segments_done = -1"),
        Impossible("more characters done than there are", "UPDATE jobs SET characters_done = characters + 1"),
        Impossible("a negative size", "UPDATE jobs SET characters = -1"),
        Impossible("a temperature of 3", "UPDATE jobs SET temperature = 3"),
        Impossible("a glossary that is no JSON", "UPDATE jobs SET glossary = 'Haus = house'"),
        Impossible("an identity of three bytes", "UPDATE jobs SET identity = x'010203'"),
        Impossible("no document", "UPDATE jobs SET document_id = 77"),
        Impossible("a time in words (STRICT)", "UPDATE jobs SET created_at = 'yesterday'"),
    ]

    private static let segments = [
        Impossible("a state that does not exist", "UPDATE segments SET state = 'lost'"),
        Impossible("running without a lease", "UPDATE segments SET state = 'running', attempt_id = 1"),
        Impossible("running without an attempt", "UPDATE segments SET state = 'running', lease_owner = 1"),
        Impossible("a lease although it does not run", "UPDATE segments SET lease_owner = 1"),
        Impossible("an attempt although it does not run", "UPDATE segments SET attempt_id = 1"),
        Impossible(
            "a lease of a daemon that nobody knows",
            "UPDATE segments SET state = 'running', lease_owner = 77, attempt_id = 1"),
        Impossible("waiting without a time", "UPDATE segments SET state = 'waiting', wait_reason = 'backoff'"),
        Impossible("waiting without a reason", "UPDATE segments SET state = 'waiting', not_before = 5"),
        Impossible(
            "waiting for nothing in particular while pending",
            "UPDATE segments SET not_before = 5, wait_reason = 'backoff'"),
        Impossible("verbatim and still to be translated", "UPDATE segments SET kind = 'verbatim'"),
        Impossible("a kind that does not exist", "UPDATE segments SET kind = 'song'"),
        Impossible("tries below none", "UPDATE segments SET tries = -1"),
        Impossible("a place before the first", "UPDATE segments SET position = -1"),
        Impossible("no text at all", "UPDATE segments SET text = NULL"),
        Impossible("bytes for text (STRICT)", "UPDATE segments SET text = x'00'"),
        Impossible("no job", "UPDATE segments SET job_id = 77"),
        Impossible(
            "two in one place",
            """
            INSERT INTO segments (job_id, position, kind, source, state, priority)
            SELECT job_id, position, kind, source, state, priority FROM segments
            """),
    ]

    private static let attempts = [
        Impossible("ended without an outcome", "UPDATE attempts SET ended_at = 5"),
        Impossible("an outcome without an end", "UPDATE attempts SET outcome = 'completed'"),
        Impossible("an outcome that does not exist", "UPDATE attempts SET outcome = 'so-so', ended_at = 5"),
        Impossible("a mode that does not exist", "UPDATE attempts SET mode = 'guess'"),
        Impossible("number 0", "UPDATE attempts SET number = 0"),
        Impossible("no segment", "UPDATE attempts SET segment_id = 77"),
        Impossible(
            "two of one number",
            """
            INSERT INTO attempts (job_id, segment_id, number, endpoint, model, mode, journal_start, started_at)
            SELECT job_id, segment_id, number, endpoint, model, mode, journal_start, started_at FROM attempts
            """),
    ]

    private static let others = [
        Impossible("a document without its hash", "UPDATE documents SET sha256 = x'00'"),
        Impossible(
            "a document twice",
            "INSERT INTO documents (sha256, bytes, created_at) SELECT sha256, bytes, 5 FROM documents"),
        Impossible("a document that a job needs, gone", "DELETE FROM documents"),
        Impossible("fewer jobs than none", "UPDATE job_counts SET jobs = -1"),
        Impossible("a chunk without text", "INSERT INTO journal (attempt_id, text) VALUES (1, NULL)"),
        Impossible("a chunk that is a number (STRICT)", "INSERT INTO journal (attempt_id, text) VALUES ('one', 'x')"),
        Impossible("a daemon without a process id", "UPDATE daemons SET pid = NULL"),
    ]

    private func refuses(_ change: Impossible, claimed: Bool) async throws {
        try await withStore { store in
            try await store.add(["One."])
            let daemon = try await store.daemon()
            if claimed { _ = try await store.claim(for: daemon) }
            let before = try await store.dump()
            await #expect(throws: DatabaseError.self, "SQL accepted what cannot be: \(change.what)") {
                try await store.database.write { try $0.execute(sql: change.sql) }
            }
            #expect(try await store.dump() == before)
        }
    }

    @Test("refuses an impossible job", arguments: jobs)
    func job(change: Impossible) async throws { try await refuses(change, claimed: false) }

    @Test("refuses an impossible segment", arguments: segments)
    func segment(change: Impossible) async throws { try await refuses(change, claimed: false) }

    @Test("refuses an impossible attempt", arguments: attempts)
    func attempt(change: Impossible) async throws { try await refuses(change, claimed: true) }

    @Test("refuses what is impossible in the other tables", arguments: others)
    func other(change: Impossible) async throws { try await refuses(change, claimed: false) }

    @Test("is STRICT in every table of ours")
    func strict() async throws {
        try await withStore { store in
            let loose = try await store.read {
                try String.fetchAll(
                    $0,
                    sql: """
                        SELECT name FROM pragma_table_list
                        WHERE schema = 'main' AND type = 'table' AND NOT strict
                            AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
                        """)
            }
            #expect(loose.isEmpty, "every table must be STRICT")
        }
    }

    @Test("takes a job's segments and attempts away with it, and keeps count")
    func cascade() async throws {
        try await withStore { store in
            let job = try await store.add(["One.", "Two."])
            let lease = try #require(try await store.claim(for: try await store.daemon()).first).lease
            _ = try await store.settle(lease, text: "", as: .released, AttemptReport(), now: start)
            try await store.database.write { try $0.execute(sql: "DELETE FROM jobs WHERE id = ?", arguments: [job]) }
            let left = try await store.read {
                try Int.fetchOne($0, sql: "SELECT (SELECT count(*) FROM segments) + (SELECT count(*) FROM attempts)")
            }
            #expect(left == 0, "a job that is gone must leave nothing behind")
            #expect(try await store.counts().values.allSatisfy { $0 == 0 })
        }
    }
}
