import Testing

@testable import tolmach

/// The judgements that need no endpoint.
@Suite("doctor judges")
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
        #expect(answer.words == " cuatro" && Continuation(answer.words) == .goesOn)
    }
}
