import Foundation
import Support
import Testing

@testable import tolmach

@Suite("Choosing jobs", .besideAnother, .timeLimit(.minutes(40)))
struct SelectionTests {
    @Test(
        "A number is a range of one, and a range has both ends",
        arguments: [("7", 7, 7), ("12-40", 12, 40), ("3-3", 3, 3)] as [(String, Int64, Int64)])
    func ranges(text: String, first: Int64, last: Int64) {
        let range = JobRange(argument: text)
        #expect(range?.first == first && range?.last == last)
    }

    @Test("What is no range is refused", arguments: ["", "0", "-1", "a", "5-", "-5", "9-3", "1-2-3", "1 - 2", "1,2"])
    func noRange(text: String) { #expect(JobRange(argument: text) == nil) }

    @Test("Verbs take ranges and states, and list filters and sorts")
    func verbs() async throws {
        try await withSandbox { sandbox in
            let names = ["river.md", "stone.txt", "window.md", "mountain.txt"]
            for name in names {
                let path = try sandbox.file(name, "\(name) text.")
                #expect(try await sandbox.run("add", path, "--to", "es,fr").code == 0)
            }  // jobs 1 to 8
            let cancelled = try await sandbox.run("cancel", "2-4", "8", "3")
            #expect(cancelled.code == 0 && cancelled.text == "2 cancelled\n3 cancelled\n4 cancelled\n8 cancelled\n")
            let paused = try await sandbox.run("pause", "1-100", "--state", "queued")
            #expect(paused.text == "1 paused\n5 paused\n6 paused\n7 paused\n", "\(paused)")

            // Of a range, those that it makes no sense for are passed over; one that was named is not.
            let resumed = try await sandbox.run("resume", "1-4")
            #expect(resumed.code == 0 && resumed.text.hasPrefix("1 queued\n"), "\(resumed)")
            let refused = try await sandbox.run("resume", "2")
            #expect(refused.code == 1 && refused.errors.contains("tolmach retry 2"), "\(refused)")
            #expect(
                try await sandbox.run("retry", "--state", "cancelled").text
                    == "2 queued\n3 queued\n4 queued\n8 queued\n")

            #expect(try await sandbox.run("retry", "50-60").code == 3)
            #expect(try await sandbox.run("retry", "50").code == 3)
            #expect(try await sandbox.run("retry").code == 2)
            let none = try await sandbox.run("retry", "--state", "failed")
            #expect(none.code == 0 && none.text.isEmpty && none.errors.contains("nothing to do"), "\(none)")
            #expect(try await sandbox.run("retry", "--state", "broken").code == 2)

            func numbers(_ arguments: String...) async throws -> [Int] {
                let listed = try await sandbox.running(["list", "--json"] + arguments) { _ in }.finished
                #expect(listed.code == 0, "\(listed)")
                return try JSONDecoder().decode([Listed].self, from: Data(listed.output)).map(\.id)
            }
            #expect(try await numbers() == [8, 7, 6, 5, 4, 3, 2, 1])
            #expect(try await numbers("--state", "paused,queued", "--to", "fr") == [8, 6, 4, 2])
            #expect(try await numbers("--state", "paused") == [7, 6, 5])
            #expect(try await numbers("--name", "*.md") == [6, 5, 2, 1])
            #expect(try await numbers("--name", "WIN") == [6, 5])
            #expect(try await numbers("--sort", "name", "--to", "es") == [7, 1, 3, 5])
            #expect(try await numbers("--sort", "name", "--reverse", "--to", "es", "--limit", "2") == [5, 3])
            #expect(try await numbers("--sort", "id", "--reverse", "--limit", "3") == [1, 2, 3])
            #expect(try await numbers("--sort", "state", "--state", "paused,queued", "--limit", "4") == [7, 6, 5, 8])
            let draft = try await sandbox.run("add", try sandbox.file("x[draft].md", "A text."), "--to", "es")
            #expect(draft.lines == ["9"], "\(draft)")
            for name in ["x[draft].md", "[DRAFT]", "x[dr"] { #expect(try await numbers("--name", name) == [9]) }
            #expect(try await sandbox.run("list", "--limit", "1", "--reverse").errors.contains("the first 1;"))
            #expect(try await numbers("--since", "1h").count == 9)
            #expect(try await numbers("--since", "0s").isEmpty)
        }
    }

    private struct Listed: Decodable { let id: Int }
}
