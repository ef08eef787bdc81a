import Foundation
import ScriptedEndpoint
import Support

/// Types commands while the daemon lives and dies: each is a process of its own, and some of those are killed too.
struct Clerk: Sendable {
    /// How many there are; no two work on the same document.
    static let count = 2
    /// So many jobs are kept on their way.
    private static let wanted = 28

    let number: Int
    let sandbox: Sandbox
    let book: Book
    let tally: Tally
    let findings: Findings
    private var chance: SeededGenerator
    /// What was read of each job so far, in bytes: it must not become less.
    private var read: [Int64: Int] = [:]

    private enum Command: CaseIterable {
        case add, again, pause, resume, cancel, retry, status, list, show, get, follow

        var weight: Int {
            switch self {
            case .add, .resume: 12
            case .again, .cancel: 5
            case .pause, .retry: 9
            case .status, .list, .show: 5
            case .get, .follow: 12
            }
        }
    }

    init(_ number: Int, _ campaign: Campaign, book: Book, tally: Tally) {
        self.number = number
        sandbox = campaign.sandbox
        self.book = book
        self.tally = tally
        findings = campaign.findings
        chance = SeededGenerator(seed: campaign.seed, purpose: 100 + UInt64(number))
    }

    /// Works until the day is over.
    mutating func work() async throws {
        while book.isOpen {
            try await Task.sleep(for: chance.duration(upTo: 350))  // People come when they like.
            guard let command = chance.pick(Command.allCases.map { ($0, $0.weight) }) else { return }
            try await perform(command)
        }
    }

    /// Adds documents without anything happening to the command.
    mutating func open(_ documents: Int) async throws {
        for _ in 0..<documents where book.open < Self.wanted {
            try await add(try newDocument(), Book.languages, killed: nil)
        }
    }

    /// Types every `add` once more that was killed before it told its numbers, as a person would.
    mutating func addWhatWasNotAnswered() async throws {
        for entry in book.entries(of: number, among: Self.count) where entry.id == nil {
            try await add(book.document(entry.key), [entry.key.language], killed: nil)
        }
    }

    private mutating func perform(_ command: Command) async throws {
        switch command {
        case .add:
            guard book.open < Self.wanted else { return }
            try await add(try newDocument(), Book.languages, killed: moment())
        case .again:
            // Whoever got no answer types it again; others may do so by mistake.
            let unanswered = book.entries(of: number, among: Self.count).filter { $0.id == nil }
            guard let entry = unanswered.randomElement(using: &chance) ?? anEntry(where: { !$0.mayBeForgotten })
            else { return }
            try await add(book.document(entry.key), [entry.key.language], killed: moment())
        case .pause: try await control(.pause) { !$0.isCompleted && $0.fates.contains(.runs) }
        case .resume: try await control(.resume) { $0.fates.contains(.paused) }
        case .cancel: try await control(.cancel) { !$0.isCompleted && $0.fates != [.cancelled] }
        case .retry:
            let isAnyMeant = chance.isOne(in: 6)
            // Some stay cancelled to the end.
            try await control(.retry) {
                $0.fates.contains(.cancelled) && $0.key.document % 3 != 0 || isAnyMeant && $0.fates == [.runs]
            }
        case .status: _ = try await run(["status", "--json"], killed: moment())
        case .list: try await list()
        case .show: try await show()
        case .get: try await get()
        case .follow: try await follow()
        }
    }

    // MARK: - Adding

    private mutating func newDocument() throws -> TestDocument {
        // Numbers are given in turn: those that are not this clerk's are nobody's.
        while true {
            let document = try book.newDocument(&chance)
            if document.number % Self.count == number { return document }
        }
    }

    private func add(_ document: TestDocument, _ languages: [String], killed: Duration?) async throws {
        let file = try sandbox.file(document.name, document.source)
        let keys = languages.map { Ledger.Key(document: document.number, language: $0) }
        book.update { ledger in for key in keys { ledger.began(key) } }
        let added = try await run(
            ["add", file, "--to", languages.joined(separator: ","), "-o", "out/{stem}.{lang}.{ext}"], killed: killed)
        // Only a whole line is a number.
        let lines = added.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        for (key, line) in zip(keys, lines) {
            guard let id = Int64(line) else { return findings.add("add printed “\(line)” for a number") }
            findings.add(book.update { $0.acknowledged(key, id) })
        }
        if added.code == 0, lines.count != keys.count { findings.add("add succeeded without its numbers; \(added)") }
    }

    // MARK: - Changing

    private mutating func control(
        _ verb: Ledger.Verb, where isMeant: (Ledger.Entry) -> Bool
    ) async throws {
        guard let entry = anEntry(where: isMeant), let id = entry.id else { return }
        let result = try await run([verb.rawValue, "\(id)", "--json"], killed: moment(), mayRefuse: true)
        let answer = result.json?.array?.first
        let reply: Ledger.Reply =
            switch (answer?["changed"]?.bool, answer?["state"]?.string) {
            case (true?, _): .done
            case (false?, let state?): .unchanged(state: state)
            default: .none
            }
        if reply == .none, result.code != nil { findings.add("\(verb.rawValue) said nothing; \(result)") }
        findings.add(book.update { $0.tried(verb, entry.key, reply) })
    }

    // MARK: - Looking

    private mutating func list() async throws {
        let known = Set(book.entries.compactMap(\.id))
        let listed = try await run(["list", "--limit", "1000000", "--json"], killed: moment())
        guard listed.code == 0 else { return }
        let ids = Set((listed.json?.array ?? []).compactMap { $0["id"]?.number.map { Int64($0) } })
        let lost = known.subtracting(ids).sorted()
        if !lost.isEmpty { findings.add("acknowledged jobs are not in the list: \(lost)") }
    }

    private mutating func show() async throws {
        guard let entry = anEntry(where: { _ in true }), let id = entry.id else { return }
        let shown = try await run(["show", "\(id)", "--json"], killed: moment())
        guard shown.code == 0 else { return }
        findings.add(book.update { $0.saw(entry.key, shown.json?["state"]?.string ?? "without a state") })
    }

    private mutating func get() async throws {
        guard let entry = anEntry(where: { !$0.isCompleted }), let id = entry.id else { return }
        let document = book.document(entry.key)
        let got = try await run(["get", "\(id)", "--partial"], killed: moment())
        guard got.code == 0 else { return }
        if document.segments == 1, document.name.hasSuffix(".txt"), !document.expected.starts(with: got.output) {
            findings.add("get --partial showed what is no beginning of job \(id): “\(got.text.suffix(80))”")
        }
        if got.output.count < read[id] ?? 0 {
            findings.add("get --partial showed \(read[id] ?? 0) bytes of job \(id), and later \(got.output.count)")
        }
        read[id] = got.output.count
    }

    private mutating func follow() async throws {
        guard let entry = anEntry(where: { !$0.isCompleted }), let id = entry.id else { return }
        let document = book.document(entry.key)
        let followed = try await run(
            ["follow", "\(id)"], killed: .milliseconds(150) + chance.duration(upTo: 500), mayRefuse: true)
        if !document.expected.starts(with: followed.output) {
            findings.add("follow showed what is no beginning of job \(id): “\(followed.text.suffix(80))”")
        }
        if followed.code == 0, followed.output != document.expected {
            findings.add("follow ended, but not with the whole of job \(id)")
        }
    }

    // MARK: - Processes

    /// When a command is killed, if it is.
    private mutating func moment() -> Duration? {
        chance.isOne(in: 4) ? chance.duration(upTo: 200) : nil
    }

    private mutating func anEntry(where isMeant: (Ledger.Entry) -> Bool) -> Ledger.Entry? {
        let entries = book.entries(of: number, among: Self.count).filter { $0.id != nil && isMeant($0) }
        return entries.randomElement(using: &chance)
    }

    private func run(_ arguments: [String], killed: Duration?, mayRefuse: Bool = false) async throws -> Finished {
        let result = try await sandbox.running(arguments) { process in
            guard let killed else { return }
            try await Task.sleep(for: killed)
            process.killNow()
        }.finished
        tally.count(arguments[0], wasKilled: result.code == nil)
        let isExpected =
            switch result.status {
            case .exited(let code): code == 0 || mayRefuse && code == 1
            case .signaled(let signal): signal == SIGKILL && killed != nil
            }
        if !isExpected { findings.add("a command ended as it must not: \(result)") }
        return result
    }
}
