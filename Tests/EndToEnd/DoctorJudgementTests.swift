import ChatStream
import Engine
import Support
import Testing

@testable import tolmach

/// The judgements that need no endpoint.
@Suite("doctor judges", .light)
struct DoctorJudgementTests {
    @Test(
        "an answer that goes on from three by its first number",
        arguments: [
            (" cuatro, cinco, seis, siete, ocho.", Continuation.goesOn), ("cuatro", .goesOn), ("\nCUATRO…", .goesOn),
            (" four, five", .goesOn), (" 4, 5, 6", .goesOn), (" cinco, seis", .goesOn),
            ("Uno, dos, tres, cuatro", .beginsAnew),
            ("“Uno, dos", .beginsAnew), ("One, two", .beginsAnew), ("1, 2, 3", .beginsAnew), ("Dos, tres", .beginsAnew),
            ("Here is the rest: cuatro, cinco", .beginsAnew), ("", .unclear), ("Lorem ipsum", .unclear),
            (".", .unclear),
        ])
    func continuation(answer: String, expected: Continuation) {
        #expect(Continuation(answer) == expected, "“\(answer)”")
    }

    @Test(
        "names of the same model",
        arguments: [
            ("gpt-4o", "gpt-4o", true), ("gpt-4o", "gpt-4o-2024-08-06", true), ("gpt-4o", "gpt-4o-mini", false),
            ("gpt-4o", "openai/gpt-4o", true), ("gemma3", "gemma3:latest", true), ("gemma3", "gemma3:27b", false),
            ("gemma", "/models/gemma.gguf", true), ("llama", "gemma", false), ("Qwen/Qwen3-8B", "qwen3-8b", true),
        ])
    func model(asked: String, answered: String, isSame: Bool) {
        #expect(ModelName(answered).isMeant(by: ModelName(asked)) == isSame, "\(asked), \(answered)")
    }

    @Test("which file system a path lies on")
    func mounts() {
        let table = MountTable(
            """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            40 22 0:40 / /home rw shared:2 master:1 - nfs4 host:/home rw
            41 40 0:41 / /home/two\\040words rw - xfs /dev/sdb rw
            42 22 0:42 / /srv rw - ext4 /dev/sdc rw
            43 42 0:43 / /srv rw - fuse.sshfs host: rw
            """)
        #expect(table.fileSystem(of: "/var/lib/tolmach") == "ext4")
        #expect(table.fileSystem(of: "/home/me") == "nfs4" && table.fileSystem(of: "/homes") == "ext4")
        #expect(table.fileSystem(of: "/home/two words/x") == "xfs")
        #expect(table.fileSystem(of: "/srv/queue") == "fuse.sshfs", "the later mount hides the earlier")
        #expect(MountTable.isRemote("nfs4") && MountTable.isRemote("fuse.sshfs") && !MountTable.isRemote("ext4"))
    }

    @Test("what a reasoning model thinks aloud is no answer")
    func thinking() {
        var answer = ProbeAnswer()
        answer.receive(
            [.started(model: nil), .text("<think>Uno, "), .text("dos?</think>"), .text(" cuatro")], after: .zero)
        #expect(answer.words == "cuatro" && Continuation(answer.words) == .goesOn)
    }

    /// An answer of four pieces: the first after a time, each further one after another.
    private static func answer(first: Duration, each: Duration, isWhole: Bool = true) -> ProbeAnswer {
        var answer = ProbeAnswer()
        answer.receive([.started(model: "m")], after: first)
        for piece in 0..<4 { answer.receive([.text("palabra ")], after: first + each * piece) }
        if isWhole { answer.receive([.finished(.stop), .done], after: first + each * 3) }
        return answer
    }

    /// What is found after a first answer.
    private static func findings(after outcome: ProbeOutcome) throws -> (levels: [String: Finding.Level], goesOn: Bool)
    {
        let endpoint = try ChatEndpoint(name: "e", baseURL: "http://127.0.0.1:1/v1")
        let source = ConfigurationSource(environment: [:], file: nil)
        var examination = Examination(
            of: EndpointSettings(endpoint: endpoint, model: "m"),
            at: try EndpointPlace(of: "e", isFromEnvironment: true, in: source))
        let probe = try #require(examination.next)
        examination.note(outcome, of: probe)
        let levels = examination.findings.map { ($0.check, $0.level) }
        return (Dictionary(levels, uniquingKeysWith: { $1 }), examination.next != nil)
    }

    @Test("several reads at the same moment are one go; a token each half millisecond is not")
    func delivery() {
        #expect(Self.answer(first: .seconds(1), each: .microseconds(100)).delivery == .inOneGo)
        #expect(Self.answer(first: .seconds(1), each: .milliseconds(1)).delivery == .streamed)
        #expect(Self.answer(first: .seconds(30), each: .milliseconds(20)).delivery == .streamed)
    }

    @Test("a first text that took half of first_byte_timeout is a warning")
    func slowFirstText() throws {
        let quick = try Self.findings(after: .answered(Self.answer(first: .seconds(149), each: .seconds(1))))
        #expect(quick.levels["first_byte_timeout"] == nil, "the default is 300 s; \(quick)")
        let slow = try Self.findings(after: .answered(Self.answer(first: .seconds(151), each: .seconds(1))))
        #expect(slow.levels["first_byte_timeout"] == .warning && slow.goesOn, "\(slow)")
    }

    @Test("a model that is still writing when the patience ends is slow; one that is silent is broken")
    func unfinished() throws {
        let begun = Self.answer(first: .seconds(10), each: .seconds(15), isWhole: false)
        let slow = try Self.findings(after: .unfinished(begun, after: .seconds(60)))
        #expect(slow.levels["answer"] == .warning && slow.levels["stream"] == .ok && slow.goesOn, "\(slow)")
        let silent = try Self.findings(after: .unfinished(begun, after: .seconds(120)))
        #expect(silent.levels["stream"] == .problem && !silent.goesOn, "\(silent)")
        let nothing = try Self.findings(after: .unfinished(ProbeAnswer(), after: .seconds(60)))
        #expect(nothing.levels == ["stream": .problem] && !nothing.goesOn, "\(nothing)")
    }
}
