import Foundation
import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("A claim", .besideAnother, .timeLimit(.minutes(40)))
struct ClaimTests {
    private struct Place: Hashable, CustomStringConvertible {
        let job: Job.ID
        let position: Int
        var description: String { "\(job)/\(position)" }

        init(_ job: Job.ID, _ position: Int) { (self.job, self.position) = (job, position) }
        init(_ claimed: ClaimedSegment) { self.init(claimed.job, claimed.position) }
    }

    @Test("takes the higher priority first, then the older job, then the document's order")
    func order() async throws {
        try await withStore { store in
            let old = try await store.add(["a", "b"])
            let new = try await store.add(["c", "d"])
            let low = try await store.add(["e"], priority: -1)
            let high = try await store.add(["f", "g"], priority: 7)
            let daemon = try await store.daemon()
            var order: [Place] = []
            while let next = try await store.claim(for: daemon).first { order.append(Place(next)) }
            let expected = [(high, 0), (high, 1), (old, 0), (old, 1), (new, 0), (new, 1), (low, 0)].map(Place.init)
            #expect(order == expected)
        }
    }

    @Test("begins a page that was added behind a book with the next place that is free")
    func fairness() async throws {
        try await withStore { store in
            let book = try await store.add((0..<300).map { "page \($0)" })
            let daemon = try await store.daemon()
            #expect(try await store.claim(2, for: daemon).map(\.job) == [book, book])
            let page = try await store.add(["a note"])
            var claimed: [Job.ID] = []
            while !claimed.contains(page), claimed.count < 9 {
                claimed += try await store.claim(for: daemon).map(\.job)
            }
            #expect(claimed.count <= 2, "the page waited for \(claimed.count - 1) of the book's segments")
        }
    }

    @Test("goes to the oldest job at every fourth time: a book does not wait for ever behind pages")
    func starvation() async throws {
        try await withStore { store in
            let book = try await store.add((0..<300).map { "page \($0)" })
            let daemon = try await store.daemon()
            var ofTheBook = 0
            for number in 0..<40 {
                try await store.add(["note \(number)"])
                ofTheBook += try await store.claim(for: daemon).count { $0.job == book }
            }
            #expect(ofTheBook == 10)
        }
    }

    @Test("takes no more than there are places, and those that come first")
    func limit() async throws {
        try await withStore { store in
            let job = try await store.add((0..<10).map { "text \($0)" })
            let daemon = try await store.daemon()
            #expect(try await store.claim(3, for: daemon).map(Place.init) == (0..<3).map { Place(job, $0) })
            #expect(try await store.claim(0, for: daemon).isEmpty)
            #expect(try await store.claim(99, for: daemon).map(Place.init) == (3..<10).map { Place(job, $0) })
            #expect(try await store.claim(99, for: daemon).isEmpty)
        }
    }

    @Test("takes what names its endpoint and what leaves the choice in one order, and never what names another")
    func endpoints() async throws {
        try await withStore { store in
            let ours = try await store.add(["b"], endpoint: "main")
            let any = try await store.add(["a"], priority: 9)
            let theirs = try await store.add(["c"], priority: 99, endpoint: "other")
            let later = try await store.add(["d"])
            let daemon = try await store.daemon()
            #expect(try await store.claim(for: daemon).map(\.job) == [any])
            #expect(try await store.claim(for: daemon).map(\.job) == [ours])
            #expect(try await store.claim(9, for: daemon).map(\.job) == [later])
            #expect(try await store.claim(9, for: daemon).isEmpty)
            #expect(try await store.job(theirs)?.state == .queued)
        }
    }

    @Test("brings everything that the request needs, and says in the database what runs")
    func contents() async throws {
        try await withStore { store in
            var new = NewJob(
                document: Data("Hello".utf8), pieces: [.init(kind: .translatable, source: "Hello")], name: "n",
                format: "markdown", target: try LanguageTag("fr"))
            new.source = try LanguageTag("en")
            new.model = "gemma"
            new.instructions = "Be kind."
            new.glossary = Glossary(terms: [.init(source: "Hello", target: "Salut", note: "informal")])
            new.temperature = 0.7
            let id = try await store.enqueue(new, now: start).id
            let now = start + .seconds(5)
            let claimed = try #require(try await store.claim(for: try await store.daemon(), now: now).first)
            #expect((claimed.source, claimed.text, claimed.tries, claimed.attemptNumber) == ("Hello", "", 0, 1))
            let terms = claimed.terms
            #expect((terms.format, terms.sourceLanguage, terms.targetLanguage) == ("markdown", "en", "fr"))
            #expect((terms.model, terms.instructions, terms.temperature) == ("gemma", "Be kind.", 0.7))
            #expect(terms.glossary == new.glossary)
            let job = try #require(try await store.job(id))
            #expect(job.state == .running && job.startedAt == now && job.progress.attempts == 1)
            let attempt = try #require(try await store.attempts(of: id).first)
            #expect(attempt.id == claimed.lease.attempt && attempt.model == "gemma" && attempt.outcome == nil)
            #expect(attempt.startedAt == now && attempt.endpoint == "main" && attempt.mode == .continue)
        }
    }

    @Test("numbers a segment's attempts, raises its epoch, and counts what is not generated again")
    func secondAttempt() async throws {
        try await withStore { store in
            let id = try await store.add(["One two three."])
            let daemon = try await store.daemon()
            let first = try #require(try await store.claim(for: daemon).first)
            _ = try await store.settle(first.lease, text: "Uno dos tr", as: .released, AttemptReport(), now: start)
            let second = try #require(try await store.claim(for: daemon, mode: .prefill).first)
            #expect(second.attemptNumber == 2 && second.lease.epoch > first.lease.epoch && second.text == "Uno dos tr")
            let attempts = try await store.attempts(of: id)
            #expect(attempts.map(\.prefixCharacters) == [0, "Uno dos".count])
            #expect(attempts.map(\.mode) == [.continue, .prefill])
        }
    }

    @Test("makes what is due claimable, and not what is due a millisecond later")
    func due() async throws {
        try await withStore { store in
            let job = try await store.add(["a", "b"])
            let daemon = try await store.daemon()
            for (offset, claimed) in try await store.claim(2, for: daemon).enumerated() {
                let due = start + .milliseconds(Int64(100 + offset))
                let again = Settlement.again(notBefore: due, reason: .backoff, tries: 1, error: "lost")
                _ = try await store.settle(claimed.lease, text: "", as: again, AttemptReport(), now: start)
            }
            #expect(try await store.job(job)?.state == .waiting(until: start + .milliseconds(100), for: .backoff))
            #expect(try await store.claim(9, for: daemon, now: start + .milliseconds(99)).isEmpty)
            let now = start + .milliseconds(100)
            #expect(try await store.claim(9, for: daemon, now: now).map(\.position) == [0])
            #expect(try await store.nextDue() == start + .milliseconds(101))
            #expect(try await store.claim(9, for: daemon, now: start + .milliseconds(101)).map(\.position) == [1])
        }
    }

    @Test("is never won twice, however many claim from several connections at once")
    func concurrent() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            let stores = try (0..<3).map { _ in try Store(path: path, role: .daemon, durability: .normal) }
            for number in 0..<30 { try await stores[0].add((0..<10).map { "text \(number) \($0)" }) }
            let claimed = try await withThrowingTaskGroup(of: [ClaimedSegment].self) { group in
                for (number, store) in stores.enumerated() {
                    group.addTask {
                        try await withWriter(of: store) { store in
                            let daemon = try await store.daemon(Int32(number))
                            return try await Self.claimAll(store, daemon, claimants: 4)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 300, "every segment must be claimed")
            #expect(Set(claimed.map(\.lease.segment)).count == 300, "no segment may have two claimants")
            #expect(Set(claimed.map(\.lease.attempt)).count == 300, "no two claims may share an attempt")
            for store in stores { try store.close() }
        }
    }

    private static func claimAll(_ store: Store, _ daemon: Int64, claimants: Int) async throws -> [ClaimedSegment] {
        try await withThrowingTaskGroup(of: [ClaimedSegment].self) { group in
            for _ in 0..<claimants {
                group.addTask {
                    var mine: [ClaimedSegment] = []
                    while true {
                        let some = try await store.claim(2, for: daemon)
                        if some.isEmpty { return mine }
                        mine += some
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    @Test("walks the partial index from its first row: no scan, no sorting")
    func queryPlan() async throws {
        try await withStore { store in
            try await store.add((0..<50).map { "text \($0)" })
            let daemon = try await store.daemon()
            let recorded = SQLRecord()
            try await store.database.writeWithoutTransaction { connection in
                connection.trace(options: .statement) {
                    if case .statement(let statement) = $0 { recorded.add(statement.sql) }
                }
            }
            _ = try await store.claim(for: daemon)
            let statements = recorded.statements.filter {
                $0.hasPrefix("UPDATE") || $0.hasPrefix("SELECT") || $0.hasPrefix("INSERT")
            }
            #expect(statements.contains { $0.contains("lease_epoch + 1") }, "the claim itself must have been recorded")
            for sql in statements {
                let plan = try await store.read { database in
                    let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                    let values: [(any DatabaseValueConvertible)?] = Array(
                        repeating: 1, count: Self.parameters(of: statement))
                    return try Row.fetchAll(statement, arguments: StatementArguments(values)).map {
                        $0["detail"] as String
                    }
                }
                let steps = plan.filter {
                    !$0.hasPrefix("SCALAR") && !$0.hasPrefix("LIST") && !$0.hasPrefix("SCAN CONSTANT")
                }
                // What names the endpoint and what leaves the choice come from an index each, no more than is claimed; these
                // two short lists are gone through and sorted as one.
                let isClaim = sql.contains("lease_epoch + 1")
                let scans = steps.filter {
                    $0.contains("SCAN") && !$0.contains("sqlite_sequence") && !(isClaim && $0.contains("(subquery"))
                }
                #expect(scans.isEmpty, "scans: \(sql)\n\(plan)")
                let sorts = steps.count { $0.contains("TEMP B-TREE") }
                #expect(sorts <= (isClaim ? 1 : 0), "sorts: \(sql)\n\(plan)")
                if isClaim {
                    #expect(
                        steps.count { $0.contains("SEARCH segments USING") && $0.contains("segments_claim") } >= 2,
                        "must use the partial index: \(plan)")
                }
            }
        }
    }

    private static func parameters(of statement: Statement) -> Int {
        (0...20).first { statement.validates($0) } ?? 0
    }
}

extension Statement {
    fileprivate func validates(_ count: Int) -> Bool {
        let values: [(any DatabaseValueConvertible)?] = Array(repeating: 1, count: count)
        do { try setArguments(StatementArguments(values)) } catch { return false }
        return true
    }
}
