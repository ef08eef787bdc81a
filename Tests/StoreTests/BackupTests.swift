import Foundation
import GRDB
import Support
import Synchronization
import Testing
import Translation

@testable import Store

@Suite("A backup", .besideAnother, .timeLimit(.minutes(40)))
struct BackupTests {
    private func opened(_ path: String) throws -> Store { try Store(path: path, role: .command, durability: .normal) }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// The obstacle that a backup meets; nil where it meets none.
    private func obstacle(to path: String, of store: Store, replaces: Bool = false) async throws
        -> BackupFile.Obstacle?
    {
        do {
            _ = try await store.backup(to: path, replaces: replaces, now: start)
            return nil
        } catch let error as BackupError {
            return error.obstacle
        }
    }

    @Test("is of one moment, and comes to its end although others commit between any two steps")
    func besideWriters() async throws {
        try await withStore { store in
            try await store.add([String(repeating: "word ", count: 3_000_000)])
            let pages = try await store.space().database / 4096
            let writer = try DatabaseQueue(path: store.path)
            let shares = Mutex<[Double]>([])
            let target = (store.path as NSString).deletingLastPathComponent + "/backup.db"
            let reader = try opened(store.path)
            let backup = try await reader.backup(to: target, now: start) { share in
                shares.withLock { $0.append(share) }
                do {
                    try writer.write { try $0.execute(sql: "UPDATE jobs SET name = name || 'x'") }
                } catch {
                    Issue.record("a writer must not be held up: \(error)")
                }
            }
            let told = shares.withLock { $0 }
            #expect(told == told.sorted() && told.last == 1)
            #expect(told.count == (pages + 499) / 500, "no page is copied twice: \(told.count) steps for \(pages)")
            #expect(told.count > 10)
            let copy = try opened(target)
            #expect(try await copy.job(1)?.name == "notes.txt", "what was written since it began is not in it")
            #expect(try await store.job(1)?.name == "notes.txt" + String(repeating: "x", count: told.count))
            #expect(backup.jobs == 1 && backup.size > 12_000_000)
            #expect(try await store.writeBackLog(over: 0) == .done, "nothing keeps the log from being emptied after it")
            try copy.close()
            try reader.close()
            try writer.close()
        }
    }

    @Test("has no daemon at work in it, and all text that was committed")
    func atRest() async throws {
        try await withStore { store in
            let job = try await store.add(["One.", "Two."])
            let daemon = try await store.daemon()
            let claimed = try #require(try await store.claim(for: daemon).first)
            try await store.append(["Uno ", "dos "], claimed.lease)
            let target = (store.path as NSString).deletingLastPathComponent + "/backup.db"
            _ = try await store.backup(to: target, now: start)
            #expect(!FileManager.default.fileExists(atPath: target + "-wal"), "it is one file")
            let copy = try opened(target)
            #expect(try await copy.daemons().isEmpty)
            #expect(try await copy.row(job: job)?.text == "Uno dos ")
            #expect(try await copy.row(job: job)?.state == "pending")
            #expect(try await copy.attempts(of: job).map(\.outcome) == [.stopped])
            #expect(try await Invariants.broken(in: copy).isEmpty)
            #expect(try await copy.space().shrinks)
            try copy.close()
            // The original is as it was.
            #expect(try await store.append(["tres"], claimed.lease))
        }
    }

    @Test("is put in the place of an earlier one or of nothing, and not where it would be taken for something else")
    func obstacles() async throws {
        try await withTemporaryFolder { folder in
            let store = try opened(folder.file("queue.db"))
            try await store.add(["One."])
            for name in ["queue.db", "queue.db-wal", "queue.db-shm", "queue.db-journal", "../\(folder.name)/queue.db"] {
                #expect(try await obstacle(to: folder.file(name), of: store, replaces: true) == .database, "\(name)")
            }
            try FileManager.default.linkItem(atPath: store.path, toPath: folder.file("second.db"))
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("third.db"), withDestinationPath: "queue.db")
            for name in ["second.db", "third.db"] {
                #expect(try await obstacle(to: folder.file(name), of: store, replaces: true) == .database, "\(name)")
            }
            #expect(try await obstacle(to: folder.path, of: store, replaces: true) == .noFile)
            #expect(try await obstacle(to: "/dev/null", of: store, replaces: true) == .noFile)
            #expect(try await obstacle(to: folder.file("no/backup.db"), of: store) == .system(ENOENT))
            try Data("old".utf8).write(to: URL(filePath: folder.file("backup.db")))
            #expect(try await obstacle(to: folder.file("backup.db"), of: store) == .occupied)
            #expect(try await obstacle(to: folder.file("backup.db"), of: store, replaces: true) == .foreign)
            #expect(try String(contentsOfFile: folder.file("backup.db"), encoding: .utf8) == "old")
            let music = try DatabaseQueue(path: folder.file("music.db"))
            try await music.write { try $0.execute(sql: "CREATE TABLE songs (title TEXT)") }
            try music.close()
            #expect(try await obstacle(to: folder.file("music.db"), of: store, replaces: true) == .foreign)
            for (link, target) in [("link.db", "backup.db"), ("nowhere.db", "not-there.db")] {
                try FileManager.default.createSymbolicLink(
                    atPath: folder.file(link), withDestinationPath: folder.file(target))
                #expect(try await obstacle(to: folder.file(link), of: store, replaces: true) == .link, "\(link)")
                #expect(try await obstacle(to: folder.file(link), of: store) == .link, "\(link)")
            }
            try Data().write(to: URL(filePath: folder.file("backup.db")))
            try Data("log".utf8).write(to: URL(filePath: folder.file("backup.db-wal")))
            let log = BackupFile.Obstacle.log(folder.file("backup.db-wal"))
            #expect(try await obstacle(to: folder.file("backup.db"), of: store, replaces: true) == log)
            try FileManager.default.removeItem(atPath: folder.file("backup.db-wal"))
            for what in ["an empty file", "an earlier backup"] {
                #expect(try await obstacle(to: folder.file("backup.db"), of: store, replaces: true) == nil, "\(what)")
            }
            let copy = try opened(folder.file("backup.db"))
            #expect(try await copy.job(1) != nil)
            try copy.close()
            try store.close()
            let hidden = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".") }
            #expect(hidden.isEmpty, "nothing is left over: \(hidden)")
        }
    }

    @Test("is for those to read who may read the database, and never for everybody", arguments: [0o600, 0o660, 0o644])
    func permissions(mode: Int) async throws {
        try await withTemporaryFolder { folder in
            let store = try opened(folder.file("queue.db"))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: store.path)
            _ = try await store.backup(to: folder.file("backup.db"), now: start)
            #expect(try self.mode(of: folder.file("backup.db")) == mode & 0o660)
            try store.close()
        }
    }

    @Test("takes over what one that was killed has left, and its journal does no harm")
    func leftovers() async throws {
        try await withTemporaryFolder { folder in
            let store = try opened(folder.file("queue.db"))
            try await store.add(["One."])
            let left = folder.file(".backup.db.tolmach-backup")
            for end in ["", "-journal", "-wal", "-shm"] {
                try Data(repeating: 0xD9, count: 9000).write(to: URL(filePath: left + end))
            }
            _ = try await store.backup(to: folder.file("backup.db"), now: start)
            try store.close()
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(files == ["backup.db", "queue.db"])
        }
    }

    @Test("is not made of a damaged database without saying so, and then none is there")
    func damaged() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            let first = try opened(path)
            for number in 0..<300 { try await first.add(["Text \(number)."]) }
            try first.close()
            let file = try FileHandle(forUpdating: URL(filePath: path))
            let end = try file.seekToEnd()
            for page in stride(from: UInt64(60 * 4096), to: end, by: 4096) {
                try file.seek(toOffset: page)
                try file.write(contentsOf: Data(repeating: 0xA5, count: 64))
            }
            try file.close()
            let store = try opened(path)
            let error = await #expect(throws: BackupError.self) {
                try await store.backup(to: folder.file("backup.db"), now: start)
            }
            #expect(error?.description.contains("the database is too") == true, "\(String(describing: error))")
            #expect(!FileManager.default.fileExists(atPath: folder.file("backup.db")))
            try store.close()
        }
    }
}

extension TemporaryFolder {
    /// Its own name.
    fileprivate var name: String { (path as NSString).lastPathComponent }
}
