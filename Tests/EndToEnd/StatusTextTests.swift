import Support
import Testing
import Translation

@testable import Store
@testable import tolmach

@Suite("What status shows", .light)
struct StatusTextTests {
    private static let now = Timestamp(milliseconds: 1_795_480_520_000)

    private static func job(_ id: Int64, _ name: String, _ state: JobState, done: Int = 0) -> Job {
        Job(
            id: id, name: name, format: "text", sourceLanguage: nil, targetLanguage: "pt-BR", endpoint: nil, model: nil,
            instructions: "", glossary: Glossary(), temperature: nil, priority: 0, outputPath: nil, state: state,
            progress: JobProgress(
                segments: 10, segmentsDone: 2, characters: 10_000, charactersDone: done, attempts: 3),
            createdAt: now, startedAt: now)
    }

    private static func stream(_ job: Int64) -> Store.RunningStream {
        .init(
            job: job, name: "", targetLanguage: "", position: 0, sourceCharacters: 2000, attempt: 1, endpoint: "hosted",
            model: "m", characters: 1000, received: 1000, chunks: 250, startedAt: now,
            firstTextAt: Timestamp(milliseconds: now.milliseconds - 10_000))
    }

    private static func snapshot(
        isIdle: Bool = false, silentSince: Timestamp = now, waiting: Int = 7
    ) -> Snapshot {
        let long = "A rather long name of a licence that nobody reads, 漢字の名前, version 2.txt"
        let failure = JobFailure(
            kind: "not_found", message: "no such model: the endpoint's own long words about it", hint: "")
        let gate = Gate(
            endpoint: "local", reason: .unreachable, message: "no connection: Connection refused, as often before",
            closedAt: now, opensAt: now + .seconds(40), failures: 3)
        let unauthorized = Gate(
            endpoint: "hosted", reason: .unauthorized, message: "the key was refused, in the endpoint's own words",
            closedAt: now, opensAt: now + .seconds(40), failures: 1)
        var dear = job(8, long, .paused)
        (dear.isPausedByCost, dear.maxCost) = (true, Money(millionths: 1_500_000))
        dear.cost = Cost(amount: Money(millionths: 2_000_000), isEstimated: false)
        let identity = DaemonIdentity(
            host: "a-machine-with-a-long-name.in-a-domain.of-somebody.example.org", bootID: "b", pidNamespace: "p",
            pid: 1_234_567, processStarted: 1, version: "1")
        let record = Store.DaemonRecord(id: 1, identity: identity, startedAt: now, heartbeatAt: silentSince)
        let money = Money(millionths: 123_456_789_000_000)
        let items = ["one", "two", "three"].map { SpendingView.Item(endpoint: $0, spent: money, limit: money) }
        return Snapshot(
            now: now, database: "/tmp/q.db", daemon: isIdle ? nil : DaemonView(record: record, lastSign: silentSince),
            counts: isIdle ? [.completed: 3] : [.queued: 1_234_567, .running: 2, .waiting: waiting, .failed: 12],
            charactersLeft: isIdle ? 0 : 22_000,
            running: isIdle
                ? []
                : [
                    .init(job: job(1, long, .running, done: 9000), streams: [stream(1)]),
                    .init(job: job(12_345, "b.md", .running), streams: [stream(12_345)]),
                ],
            waiting: isIdle ? [] : [job(99, long, .waiting(until: now + .seconds(9), for: .schedule))],
            failed: isIdle ? [] : [job(7, long, .failed(at: now, failure))], atCeiling: isIdle ? [] : [dear],
            gates: Gates(closed: isIdle ? [] : [gate, unauthorized], endpoints: ["local", "hosted"]),
            lessons: [:], spending: SpendingView(items: isIdle ? [] : items, currency: "USD"),
            stranded: isIdle ? [:] : ["an-endpoint-with-a-long-name-that-was-taken-out-of-the-configuration": 3])
    }

    @Test("fits into the terminal, however wide it is", arguments: [80, 100, 200])
    func width(columns: Int) {
        let silent = Self.snapshot(silentSince: Timestamp(milliseconds: Self.now.milliseconds - 3_600_000))
        let lines = StatusText.lines(Self.snapshot(), columns: columns) + StatusText.lines(silent, columns: columns)
        for line in lines {
            #expect(Columns.width(of: line) <= columns, "\(line)")
        }
        let words = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(words.contains("→ tolmach resume 8 --max-cost 4.00 lets it go on up to that"), "\(words)")
        #expect(words.contains("→ it hangs or was stopped: end it and start it again"), "\(words)")
        #expect(words.contains("/etc/tolmach/keys) and restart the daemon; the jobs are kept"), "\(words)")
        let all = lines.joined(separator: "\n")
        #expect(all.contains("1,234,567 queued · 2 running · 7 waiting · 12 failed"))
        #expect(all.contains("2.txt  → pt-BR"), "the ends of names tell them apart: \(all)")
        // 22,000 characters less 2 × 1000 on their way, at 2 × 100 a second.
        #expect(all.contains("2 streams, 50 tok/s; ready in about 1 min 40 s, at "), "\(all)")
        #expect(words.contains(", without the 7 that wait"), "\(words)")
        #expect(all.contains("… and 6 more wait: tolmach list --state waiting"), "\(all)")
        #expect(all.contains("tolmach show 7 tells why; tolmach retry --state failed tries all 12 again"), "\(all)")
    }

    @Test("fits into a terminal of 40 columns and 15 lines, and says how much is missing")
    func small() {
        let all = StatusText.lines(Self.snapshot(), columns: 40)
        #expect(all.contains("1,234,567 queued · 2 running · 7 waiting"), "\(all)")
        #expect(all.contains("12 failed"), "the counts go on in a further line: \(all)")
        let lines = LiveScreen.fitted(all, to: .init(columns: 40, rows: 15))
        #expect(lines.count == 14 && lines.last == "… \(all.count - 13) more lines", "\(lines)")
        for line in lines { #expect(Columns.width(ofStyled: line) <= 40, "\(line)") }
        // All but addresses and names that stand alone in their lines fits without being cut again.
        for line in all where line.split(separator: " ").count > 1 {
            #expect(Columns.width(ofStyled: line) <= 40, "\(line)")
        }
    }

    @Test("is cut nowhere where another program reads")
    func piped() throws {
        let all = StatusText.lines(Self.snapshot(), columns: .max)
        #expect(all.filter { $0.contains("…") } == ["… and 6 more wait: tolmach list --state waiting"])
        #expect(all.contains("1,234,567 queued · 2 running · 7 waiting · 12 failed"), "\(all)")
        let failed = try #require(all.first { $0.hasPrefix("#7") })
        #expect(failed.hasSuffix("version 2.txt failed: no such model: the endpoint's own long words about it"))
    }

    @Test(
        "tells how many jobs the time leaves out",
        arguments: [(0, nil), (1, "the one that waits"), (5, "the 5 that wait")] as [(Int, String?)])
    func without(waiting: Int, words: String?) {
        let lines = StatusText.lines(Self.snapshot(waiting: waiting), columns: .max)
        let line = lines.first { $0.contains("ready in about") } ?? ""
        let expected = words.map { ", without \($0)" } ?? ""
        #expect(!line.isEmpty && line.hasSuffix(expected), "\(line)")
        #expect(line.contains("without") == (words != nil), "\(line)")
    }

    @Test("of an idle queue is short")
    func idle() {
        #expect(StatusText.lines(Self.snapshot(isIdle: true), columns: 80) == ["No daemon is running", "3 completed"])
    }

    @Test("Numbers are grouped", arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func numbers(number: Int, text: String) { #expect(HumanText.number(number) == text) }

    @Test("A name that is too long loses its middle")
    func middle() {
        #expect(Columns.clipMiddle("chapter-one-of-the-book.md", to: 15) == "chapter…book.md")
        #expect(Columns.clipMiddle("short.md", to: 15) == "short.md")
        #expect(Columns.width(of: Columns.clipMiddle("漢字の名前の長いファイル.txt", to: 15)) <= 15)
    }
}
