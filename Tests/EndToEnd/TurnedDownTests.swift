import Foundation
import GRDB
import ScriptedEndpoint
import Support
import Testing

@Suite("An answer that is turned down", .besideAnother)
struct TurnedDownTests {
    private static let source =
        "The river was quiet in the evening, and nobody was on the old bridge when the lamps of the town went on.\n"
    private static let good =
        "El río estaba tranquilo al atardecer, y no había nadie en el viejo puente cuando se encendieron las luces."
    private static let bad = "傍晚的河很安静，城里的灯亮起来的时候，老桥上一个人也没有，只有风吹过水面的声音。"

    /// Answers badly so many times, slowly enough to be seen, and then well.
    private static func responder(badAnswers count: Int) -> ScriptedEndpoint.Responder {
        { request in
            request.number < count
                ? .events(bad.map { String($0) }, pace: .milliseconds(25))
                : .events(DeterministicTranslator().chunks(of: good), pace: .milliseconds(5))
        }
    }

    @Test("follow has shown its beginning, says so once on stderr, and prints the second one from its start")
    func follow() async throws {
        try await withSandbox(answering: Self.responder(badAnswers: 1)) { sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("river.txt", Self.source), "--to", "es")
            let follower = try await sandbox.running(["follow", "1"]) { follow in
                _ = try await sandbox.serving { _ in try await follow.ended() }
            }.finished
            #expect(follower.code == 0, "\(follower)")
            #expect(endpoint.requests.count == 2)
            #expect(follower.text.hasSuffix("\n" + Self.good + "\n"), "\(follower)")
            let shown = follower.text.dropLast(Self.good.count + 2)
            #expect(!shown.isEmpty && Self.bad.hasPrefix(shown), "what came before is the bad answer's beginning")
            #expect(follower.errors.components(separatedBy: "was given up").count == 2, "said once: \(follower)")
            #expect(try await sandbox.run("get", "1").isExactly(Self.good + "\n"))
            let attempts = try await sandbox.attempts(of: 1)
            #expect(attempts.map(\.outcome) == ["interrupted", "completed"])
            #expect(attempts.first?.error?.contains("script") == true, "show says why")
            let queue = try DatabaseQueue(path: sandbox.database)
            let kept = try await queue.read {
                try String.fetchAll($0, sql: "SELECT text FROM answers ORDER BY attempt_id")
            }
            #expect(kept.first == Self.bad, "the answer that was turned down stays on record as it came: \(kept)")
        }
    }

    @Test("twice is there for get --partial; wait and follow exit with 1 and tell why, and retry begins anew")
    func twice() async throws {
        try await withSandbox(answering: Self.responder(badAnswers: 2)) { sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("river.txt", Self.source), "--to", "es")
            _ = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "1", "--timeout", "30")
                #expect(waited.code == 1 && waited.errors.contains("script"), "\(waited)")
                let followed = try await sandbox.run("follow", "1")
                #expect(followed.code == 1 && followed.text.hasPrefix(Self.bad.dropLast(2)), "\(followed)")
                let partial = try await sandbox.run("get", "1", "--partial")
                #expect(partial.text.hasPrefix(Self.bad.dropLast(2)), "\(partial)")
                #expect(try await sandbox.show(1)["error"]?["kind"]?.string == "wrong_script")
                _ = try await sandbox.run("retry", "1")
                let again = try await sandbox.run("wait", "1", "--timeout", "30")
                #expect(again.code == 0, "\(again)")
            }
            #expect(endpoint.requests.count == 3 && endpoint.requests.last?.messages.count == 2)
            #expect(try await sandbox.run("get", "1").isExactly(Self.good + "\n"))
        }
    }
}
