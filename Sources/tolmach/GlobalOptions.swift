import ArgumentParser
import Foundation
import Store

/// The options that every verb has.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The queue's database.", valueName: "file"), completion: .file())
    var database: String?

    @Option(help: ArgumentHelp("The configuration to read.", valueName: "file"), completion: .file())
    var config: String?

    /// - Parameter keys: Whether the endpoints' keys are read, which not everybody who may add documents may do.
    func settings(_ keys: Settings.Keys = .withoutKeys) throws -> Settings {
        try Settings.load(database: database, config: config, keys: keys)
    }

    /// Opens the queue for a command.
    ///
    /// - Parameter creating: Whether a queue that is not there is made; else it counts as an error that says how to
    ///   begin, since somebody who only looks has mostly the wrong file in hand.
    func store(_ settings: Settings, creating: Bool = false) throws -> Store {
        if !FileManager.default.fileExists(atPath: settings.database) {
            guard creating else {
                try refuseOutsider(settings)
                throw CommandFailure(
                    exit: .databaseUnusable, message: "there is no queue at \(settings.database)",
                    hint: "tolmach add FILE --to LANGUAGE makes one; --database or TOLMACH_DATABASE names another.")
            }
            try refuseOutsider(settings)
            try Self.makeFolder(of: settings.database)
        }
        return try Store(path: settings.database, role: .command, durability: settings.durability)
    }

    /// Somebody who has no queue of their own, where the machine has one that they may not use, most probably means that;
    /// and what nobody lets them see is not what is not there.
    private func refuseOutsider(_ settings: Settings) throws {
        let folder =
            settings.isDatabaseByDefault
            ? Locations.systemFolder : (settings.database as NSString).deletingLastPathComponent
        guard FileManager.default.fileExists(atPath: folder), access(folder, X_OK) != 0,
            let advice = GroupAdvice(for: folder)
        else { return }
        throw CommandFailure(
            exit: .databaseUnusable,
            message: settings.isDatabaseByDefault
                ? "the queue of this machine, in \(folder), is not open to you"
                : "the queue at \(settings.database) is not open to you",
            hint: advice.hint)
    }

    /// The queue where there is one: a command that may come to nothing makes none before it has come to something.
    func storeIfThere(_ settings: Settings) throws -> Store? {
        FileManager.default.fileExists(atPath: settings.database) ? try store(settings) : nil
    }

    /// Makes the folder of a database that is not there yet, readable for its owner alone.
    static func makeFolder(of path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        guard !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(kind: .cannotOpen, path: path, reason: "its folder cannot be made")
        }
    }
}

/// The option of every verb that prints data.
struct JSONOption: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false
}
