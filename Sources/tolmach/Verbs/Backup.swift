import ArgumentParser
import Engine
import Store

/// `tolmach backup`: a copy of the queue, while the daemon works on it.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the queue into a file, while the daemon goes on.",
        discussion: """
            The copy is of one moment, checked before it gets its name, and readable for you alone, or for the queue's \
            group too. What streams at that moment goes on in the copy from the text that was on disk.

            To restore one: stop the daemon, put the file in the place of the database (doctor says where that is), take \
            FILE-wal and FILE-shm beside that away, give it the owner and the mode that the old one had, and start the \
            daemon.
            """)

    @Argument(help: ArgumentHelp("Where to put it.", valueName: "file"), completion: .file())
    var file: String

    @Flag(help: "Replace an earlier backup, or an empty file, when the new one is whole; no other is replaced.")
    var force = false

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    private struct BackupJSON: Encodable {
        let file: String
        let size: Int
        let jobs: Int
    }

    func run() async throws {
        let store = try global.store(try global.settings())
        let line = ProgressLine()
        defer { line.clear() }
        let backup = try await store.backup(to: file, replaces: force, now: TimeSource.system.now()) { share in
            let percent = HumanText.percent(share)
            line.show(share < 1 ? "\(ProgressBar.draw(share, width: 30)) \(percent) copied" : "checking the copy")
        }
        line.clear()
        if output.json { return try JSONText.print(BackupJSON(file: file, size: backup.size, jobs: backup.jobs)) }
        let jobs = HumanText.count(backup.jobs, "job")
        Output.line("\(Output.label(file)): \(jobs), \(HumanText.bytes(backup.size)), checked")
    }
}
