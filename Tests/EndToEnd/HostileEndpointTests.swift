import Foundation
import ScriptedEndpoint
import Support
import Testing

@Suite("An endpoint that means harm", .besideAnother)
struct HostileEndpointTests {
    private static let text = SampleText(words: 60)
    private static let mark = "Beware"
    private static let settings = [
        "TOLMACH_RETRY_TRIES": "2", "TOLMACH_FIRST_BYTE_TIMEOUT": "1s", "TOLMACH_IDLE_TIMEOUT": "1s",
    ]

    /// What a hostile answer may cost beyond what a good one did, in bytes; measured are 4 MiB at most, and 200 under
    /// AddressSanitizer, which keeps back what was freed.
    private static let allowance = (Sanitizer.isOn ? 1024 : 24) << 20

    private static func answer(to request: RecordedRequest, _ hostility: Hostility) -> Answer {
        request.messages.last?.content.contains(mark) == true || request.messages.contains { $0.content.contains(mark) }
            ? hostility.answer : DeterministicTranslator().answer(to: request, cutAfterChunks: nil)
    }

    @Test(
        "The job fails with a reason, in bounded memory, and the daemon does the next one",
        arguments: Hostility.allCases)
    func fails(hostility: Hostility) async throws {
        try await withSandbox(Self.settings, answering: { Self.answer(to: $0, hostility) }) { sandbox, _ in
            let good = try sandbox.file("good.txt", Self.text.source)
            let bad = try sandbox.file("bad.txt", "\(Self.mark) of the dog.\n")
            let daemon = try await sandbox.serving { daemon in
                _ = try await sandbox.run("add", good, "--to", "es", "--wait")
                let before = try daemon.peakMemory
                let failed = try await sandbox.run("add", bad, "--to", "es", "--wait")
                #expect(failed.code == 1 && failed.errors.contains("job 2 has failed"), "\(failed)")
                let cost = try daemon.peakMemory - before
                print("\(hostility.rawValue): \(cost >> 20) MiB beyond \(before >> 20)")
                #expect(cost < Self.allowance, "\(cost >> 20) MiB were taken")
                let message = try await sandbox.show(2)["error"]?["message"]?.string ?? ""
                #expect(!message.isEmpty && message.utf8.count < 2000, "a reason that can be read: \(message)")
                #expect(try await sandbox.run("add", good, "--to", "fr", "--wait").code == 0, "the next job is done")
            }
            #expect(daemon.code == 0, "\(daemon)")
            #expect(try await sandbox.run("get", "3").isExactly(Self.text.translation))
        }
    }

    @Test(
        "In a flood of tiny events the daemon hears SIGTERM, and its memory stays",
        arguments: [Hostility.tinyEvents, .comments])
    func stops(hostility: Hostility) async throws {
        let patient = ["TOLMACH_FIRST_BYTE_TIMEOUT": "300s"]
        try await withSandbox(patient, answering: { Self.answer(to: $0, hostility) }) { sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("good.txt", Self.text.source), "--to", "es")
            _ = try await sandbox.run("add", try sandbox.file("bad.txt", "\(Self.mark) of the dog.\n"), "--to", "es")
            var delays: [Duration] = []
            // A busy machine may be late; a daemon that is slow by itself is slow three times.
            while delays.allSatisfy({ $0 >= Sanitizer.timeToStop }), delays.count < 3 {
                let asked = endpoint.requests.count
                let stopped = try await sandbox.serving { daemon in
                    try await eventually("the flood begins") {
                        endpoint.requests.dropFirst(asked).contains {
                            $0.messages.last?.content.contains(Self.mark) == true
                        }
                    }
                    let before = try daemon.peakMemory
                    try await Task.sleep(for: .seconds(2))  // So long it is flooded; that is what is measured.
                    let cost = try daemon.peakMemory - before
                    print("\(hostility.rawValue) for 2 s: \(cost >> 20) MiB beyond \(before >> 20)")
                    #expect(cost < Self.allowance, "\(cost >> 20) MiB were taken")
                    daemon.terminate()
                }
                #expect(stopped.code == 0, "\(stopped)")
                delays.append(try #require(stopped.delay))
            }
            #expect(
                delays.contains { $0 < Sanitizer.timeToStop },
                "the daemon must be gone within a second, not after \(delays)")
        }
    }

    @Test("A redirect of the real daemon takes neither key nor document to the other host")
    func redirect() async throws {
        let other = try await ScriptedEndpoint.start { _ in .events(["stolen"]) }
        let answer = Answer.error(status: 307, headers: [("Location", other.baseURL + "/chat/completions")])
        try await withSandbox(["TOLMACH_API_KEY": "sk-very-secret"], answering: { _ in answer }) { sandbox, endpoint in
            let daemon = try await sandbox.serving { _ in
                let failed = try await sandbox.run(
                    "add", try sandbox.file("log.txt", Self.text.source), "--to", "es", "--wait")
                #expect(failed.code == 1 && failed.errors.contains("redirects to 127.0.0.1"), "\(failed)")
            }
            #expect(endpoint.requests.count == 1 && !daemon.errors.contains("sk-very-secret"), "\(daemon)")
        }
        #expect(other.acceptedConnections == 0, "nobody was to call there")
        try await other.stop()
    }
}
