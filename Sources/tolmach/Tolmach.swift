import ArgumentParser

/// The command line's root.
struct Tolmach: AsyncParsableCommand {
    /// The program's version (semver.org).
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "tolmach",
        abstract: "Translates documents through any OpenAI-compatible endpoint, and resumes whatever breaks off.",
        discussion: """
            Documents wait in a queue; a daemon streams each one, has every chunk on disk before it asks for the next, \
            and goes on from the last one after any interruption.

            Try it without network or key:  tolmach demo
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(name: "Daemon", subcommands: [Serve.self, Status.self, Doctor.self, Demo.self]),
            CommandGroup(name: "Documents", subcommands: [Add.self, Get.self, Follow.self, Wait.self, Memory.self]),
            CommandGroup(
                name: "Jobs", subcommands: [List.self, Show.self, Cancel.self, Pause.self, Resume.self, Retry.self]),
            CommandGroup(name: "Database", subcommands: [Backup.self, Prune.self]),
        ])
}
