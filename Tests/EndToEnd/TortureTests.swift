import Support
import Testing

@Suite("Torture", .besideAnother, .timeLimit(.minutes(40)))
struct TortureTests {
    @Test("Thirty kills at random moments, and all else failing around them: nothing is lost, doubled or changed")
    func thirty() async throws {
        try await withSandbox { sandbox in
            // Another one each time; `swift run torture --seed` does the same again, with as many kills as wanted.
            let seed = UInt64.random(in: 1...999_999)
            let torture = try await sandbox.running(
                ["--kills", "30", "--seed", "\(seed)"], of: "torture", within: .seconds(500)
            ) { _ in }.finished
            print(torture.text)
            #expect(torture.code == 0, "swift run torture --kills 30 --seed \(seed); \(torture)")
        }
    }
}
