import Store
import Testing
import Translation

@testable import tolmach

@Suite("What status shows")
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

    private static func snapshot(isIdle: Bool = false) -> Snapshot {
        let long = "A rather long name of a licence that nobody reads, 漢字の名前, version 2.txt"
        let failure = JobFailure(
            kind: "not_found", message: "no such model: the endpoint's own long words about it", hint: "")
        let gate = Gate(
            endpoint: "local", reason: .unreachable, message: "no connection: Connection refused, as often before",
            closedAt: now, opensAt: now + .seconds(40), failures: 3)
        return Snapshot(
            now: now, database: "/tmp/q.db", daemon: nil,
            counts: isIdle ? [.completed: 3] : [.queued: 1_234_567, .running: 2, .waiting: 7, .failed: 12],
            charactersLeft: isIdle ? 0 : 22_000,
            running: isIdle
                ? []
                : [
                    .init(job: job(1, long, .running, done: 9000), streams: [stream(1)]),
                    .init(job: job(12_345, "b.md", .running), streams: [stream(12_345)]),
                ],
            waiting: isIdle ? [] : [job(99, long, .waiting(until: now + .seconds(9), for: .schedule))],
            failed: isIdle ? [] : [job(7, long, .failed(at: now, failure))],
            gates: Gates(closed: isIdle ? [] : [gate], endpoints: ["local"]),
            lessons: [:], spending: SpendingView(items: [], currency: nil))
    }

    @Test("fits into the terminal, however wide it is", arguments: [80, 100, 200])
    func width(columns: Int) {
        let lines = StatusText.lines(Self.snapshot(), columns: columns)
        for line in lines where !line.hasPrefix("    → ") {
            #expect(Columns.width(of: line) <= columns, "\(line)")
        }
        let all = lines.joined(separator: "\n")
        #expect(all.contains("1,234,567 queued · 2 running · 7 waiting · 12 failed"))
        #expect(all.contains("2.txt  → pt-BR"), "the ends of names tell them apart: \(all)")
        // 22,000 characters less 2 × 1000 on their way, at 2 × 100 a second.
        #expect(all.contains("2 streams, 50 tok/s; ready in about 1 min 40 s, at "), "\(all)")
        #expect(all.contains("… and 6 more wait: tolmach list --state waiting"), "\(all)")
        #expect(all.contains("tolmach show 7 tells why; tolmach retry --state failed tries all 12 again"), "\(all)")
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
