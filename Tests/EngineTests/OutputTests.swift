import Engine
import Foundation
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("A finished document", .besideAnother, .timeLimit(.minutes(40)))
struct OutputTests {
    private static let translator = DeterministicTranslator()
    private static let answering: ScriptedEndpoint.Responder = { .events(translator.answer(to: $0)) }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test("is written where it was wanted, with the folders on the way, and nothing lies beside it")
    func written() async throws {
        try await withWorkshop(Self.answering) { workshop in
            let path = workshop.folder.file("out/es/notes.txt")
            let job = try await workshop.add("\r\n" + words(9) + "\r\n\r\n12.5\r\n", to: path)
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            #expect(try text(path) == (try await workshop.expected(of: job)))
            let files = try FileManager.default.contentsOfDirectory(atPath: workshop.folder.file("out/es"))
            #expect(files == ["notes.txt"], "no temporary file may be left")
        }
    }

    @Test("is there when its job is called completed")
    func order() async throws {
        try await withWorkshop(Self.answering) { workshop in
            try await withDaemon(in: workshop) { _ in
                for number in 0..<10 {
                    let path = workshop.folder.file("\(number).txt")
                    let job = try await workshop.add("{\(number)} " + words(4), to: path)
                    try await workshop.completion(of: job)
                    #expect(FileManager.default.fileExists(atPath: path), "completed means: the document is written")
                }
            }
        }
    }

    @Test("replaces a file as a whole, and keeps its permissions", arguments: [0o600, 0o644, 0o666])
    func replacing(mode: Int) async throws {
        try await withTemporaryFolder { folder in
            let (path, link) = (folder.file("notes.txt"), folder.file("link.txt"))
            try Data("old".utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            try FileManager.default.linkItem(atPath: path, toPath: link)
            try OutputFile.write(Array("new".utf8), to: path)
            #expect(try text(path) == "new")
            #expect(try text(link) == "old", "whoever has the old file open must go on reading the old file")
            let now = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(now == mode, "the permissions of the file that is replaced must be kept")
        }
    }

    @Test("has no other name on the way: a daemon that is killed over it leaves nothing beside it")
    func nameless() async throws {
        try await withTemporaryFolder { folder in
            // inotify(7) reports every name that comes into the folder, however short it stays.
            let watch = inotify_init1(Int32(IN_NONBLOCK))
            defer { close(watch) }
            try #require(inotify_add_watch(watch, folder.path, UInt32(IN_CREATE | IN_MOVED_TO)) >= 0)
            try OutputFile.write(Array(repeating: 65, count: 100_000), to: folder.file("notes.txt"))
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(watch, &buffer, buffer.count)
            try #require(count > 0)
            var names: [String] = []
            var offset = 0
            while offset < count {
                let length = Int(
                    buffer[offset + 12..<offset + 16].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
                names.append(
                    String(decoding: buffer[offset + 16..<offset + 16 + length].prefix { $0 != 0 }, as: UTF8.self))
                offset += 16 + length
            }
            #expect(names == ["notes.txt"], "these names were there: \(names)")
        }
    }

    @Test("may have a name as long as names can be")
    func longName() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file(String(repeating: "ñ", count: 125) + ".txt")
            try OutputFile.write(Array("new".utf8), to: path)
            #expect(try text(path) == "new")
        }
    }

    /// What can stand in the way of a file, even of a superuser's.
    enum Obstacle: String, CaseIterable {
        case fileForFolder, folderForFile
    }

    @Test("is never written over the queue itself, whatever is allowed", arguments: ["", "-wal", "-shm", "-journal"])
    func queueItself(part: String) async throws {
        try await withWorkshop(Self.answering) { workshop in
            let job = try await workshop.add(words(9), to: workshop.store.path + part)
            let deposit = Deposit(store: workshop.store)
            let link = workshop.folder.file("link")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: workshop.folder.path)
            for path in [workshop.store.path + part, link + "/./queue.db" + part] {
                await #expect(throws: Deposit.Occupied.self) { try await deposit.check(path, overwrites: true) }
                await #expect(throws: Deposit.Occupied.self) {
                    try await deposit.write([1], to: path, of: job, overwrites: true, now: TimeSource.system.now())
                }
            }
            let alias = workshop.folder.file("alias.db")
            try FileManager.default.createSymbolicLink(atPath: alias, withDestinationPath: workshop.store.path)
            let linked = try Store(path: alias, role: .command, durability: .normal)
            await #expect(throws: Deposit.Occupied.self, "its files lie where the link leads") {
                try await Deposit(store: linked).check(workshop.store.path + part, overwrites: true)
            }
            try linked.close()
            #expect(try await workshop.store.integrityProblems() == [])
        }
    }

    @Test(
        "that cannot be written fails the job with advice, and retry after mending writes it",
        arguments: Obstacle.allCases)
    func obstacle(obstacle: Obstacle) async throws {
        try await withWorkshop(Self.answering) { workshop in
            let place = workshop.folder.file("place")
            let path = obstacle == .fileForFolder ? place + "/notes.txt" : place
            switch obstacle {
            case .fileForFolder: try Data("in the way".utf8).write(to: URL(filePath: place))
            case .folderForFile:
                try FileManager.default.createDirectory(atPath: place + "/inner", withIntermediateDirectories: true)
            }
            let job = try await workshop.add(words(9), to: path)
            try await withDaemon(in: workshop) { _ in
                let state = try await workshop.end(of: job)
                guard case .failed(_, let failure) = state else {
                    Issue.record("a document that cannot be written must fail its job; it is \(state)")
                    return
                }
                #expect(failure.kind == "output" && failure.message.contains(path))
                #expect(
                    failure.hint.contains("tolmach retry \(job)"), "the person must be told what to do: \(failure.hint)"
                )
                #expect(
                    try await workshop.result(of: job) == workshop.expected(of: job), "the translation must be kept")
                try FileManager.default.removeItem(atPath: place)
                #expect(try await workshop.store.apply(.retry, to: job, now: TimeSource.system.now()) == .done)
                try await workshop.completion(of: job)
            }
            #expect(try text(path) == (try await workshop.expected(of: job)))
            let asked = workshop.endpoint.requests.count
            #expect(asked == 1, "writing again must not translate again")
            let hidden = try FileManager.default.contentsOfDirectory(atPath: workshop.folder.path).filter {
                $0.hasSuffix(".tolmach")
            }
            #expect(hidden.isEmpty, "no temporary file may be left, and there is \(hidden)")
        }
    }
}
