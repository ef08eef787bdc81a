import Foundation
import Logging
import Support
import Synchronization
import Testing

@testable import tolmach

@Suite("The daemon's log", .light)
struct EventLogTests {
    /// What a logger of a form writes.
    private static func lines(_ form: LogForm, _ log: (Logger) -> Void) -> [String] {
        let collected = Lines()
        log(
            Logger(label: "tolmach") { _ in
                EventLog(form, LogThreshold(.info), now: { Date(timeIntervalSince1970: 1_795_480_520) }) {
                    collected.add($0)
                }
            })
        return collected.all
    }

    private static func work(_ logger: Logger) {
        var logger = logger
        logger[metadataKey: "job"] = "12"
        logger.debug("segment completed")
        logger.notice(
            "answer broke off; it will go on", metadata: ["error": "reset by \"peer\"\n<3>evil", "tries": "1"])
        logger.error("no room", metadata: ["path": ""])
    }

    @Test("As text: time, level, sentence, and the data as key=value in quotation marks where they are needed")
    func text() {
        #expect(
            Self.lines(.text, Self.work) == [
                #"2026-11-24T00:35:20Z notice: answer broke off; it will go on error="reset by \"peer\" <3>evil" job=12 tries=1"#,
                #"2026-11-24T00:35:20Z error: no room job=12 path="""#,
            ])
    }

    @Test("For the journal: the level as its priority, and no time; a value cannot forge a line of its own")
    func journal() {
        #expect(
            Self.lines(.journal, Self.work) == [
                #"<5>answer broke off; it will go on error="reset by \"peer\" <3>evil" job=12 tries=1"#,
                #"<3>no room job=12 path="""#,
            ])
    }

    @Test("As JSON: an object a line, with the same data")
    func json() throws {
        let lines = Self.lines(.json, Self.work)
        let objects = try lines.map { try JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
        #expect(objects.map { $0["message"] } == ["answer broke off; it will go on", "no room"])
        #expect(objects.first?["job"] == "12")
        #expect(objects.first?["level"] == "notice")
        #expect(objects.first?["time"] == "2026-11-24T00:35:20Z")
        #expect(lines.allSatisfy { !$0.contains("\n") })
    }

    @Test("The level can be changed while loggers are about")
    func threshold() {
        let (threshold, collected) = (LogThreshold(.warning), Lines())
        let logger = Logger(label: "tolmach") { _ in EventLog(.journal, threshold, write: { collected.add($0) }) }
        logger.notice("one")
        threshold.level = .debug
        logger.debug("two")
        var quiet = logger
        quiet.logLevel = .warning
        quiet.notice("three")
        #expect(collected.all == ["<7>two"])
    }

    @Test("The journal is recognised by its socket, and another's is not")
    func natural() throws {
        var information = stat()
        #expect(fstat(STDERR_FILENO, &information) == 0)
        let here = "\(information.st_dev):\(information.st_ino)"
        #expect(LogForm.natural(environment: ["JOURNAL_STREAM": here]) == .journal)
        #expect(LogForm.natural(environment: ["JOURNAL_STREAM": "1:1"]) == .text)
        #expect(LogForm.natural(environment: [:]) == .text)
    }

    private final class Lines: Sendable {
        private let state = Mutex<[String]>([])
        var all: [String] { state.withLock { $0 } }
        func add(_ line: String) { state.withLock { $0.append(line) } }
    }
}
