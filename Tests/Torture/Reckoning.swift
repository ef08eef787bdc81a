import Foundation
import Support

/// What must be so when everything was allowed to finish.
struct Reckoning: Sendable {
    let sandbox: Sandbox
    let book: Book
    let tally: Tally
    let findings: Findings

    func settle() async throws {
        // First as it is: what a person has paused stays so, all else ends.
        try await serve { id, fates in fates.contains(.runs) ? id : nil }
        for entry in book.entries { try await compareState(of: entry) }
        // Then what was paused, too.
        let paused = book.entries.filter { $0.fates == [.paused] }
        for entry in paused {
            guard let id = entry.id else { continue }
            let resumed = try await sandbox.run("resume", "\(id)")
            if resumed.code != 0 { findings.add("a paused job cannot be resumed: \(resumed)") }
            findings.add(book.update { $0.tried(.resume, entry.key, .done) })
        }
        try await serve { id, fates in fates == [.runs] ? id : nil }
        for entry in book.entries { try await compareResult(of: entry) }
        for problem in try Inspection.problems(of: sandbox.database, isOver: true) {
            findings.add("when all was over: \(problem)")
        }
        try compareFolder()
    }

    /// Lets a daemon live until all jobs that can end have ended.
    private func serve(_ wanted: (Int64, Set<Ledger.Fate>) -> Int64?) async throws {
        let ids = book.entries.compactMap { entry in entry.id.flatMap { wanted($0, entry.fates) } }
        let daemon = try await sandbox.serving { daemon in
            // Before that, SIGTERM ends any process (signal(7)), and no exit code would tell of a stop.
            try await eventually("the daemon starts to work", within: .seconds(60)) {
                try daemon.errors.contains("daemon started")
            }
            do {
                try await eventually("all jobs that may end have ended", within: .seconds(180)) {
                    let listed = try await sandbox.run("list", "--limit", "1000000", "--json")
                    let open = (listed.json?.array ?? []).filter {
                        ["queued", "running", "waiting"].contains($0["state"]?.string)
                    }
                    return listed.code == 0 && open.isEmpty
                }
            } catch let error as NotInTime {
                findings.add("\(error); wanted were \(ids.count) jobs")
            }
        }
        if daemon.code != 0 { findings.add("a daemon that was asked to stop ends with \(daemon)") }
    }

    private func compareState(of entry: Ledger.Entry) async throws {
        guard let id = entry.id else { return findings.add("an add was never answered: \(entry)") }
        let shown = try await sandbox.run("show", "\(id)", "--json")
        guard shown.code == 0, let state = shown.json?["state"]?.string else {
            return findings.add("an acknowledged job is lost: \(entry); \(shown)")
        }
        findings.add(book.update { $0.saw(entry.key, state) })
    }

    private func compareResult(of entry: Ledger.Entry) async throws {
        try await compareState(of: entry)
        guard let id = entry.id, entry.fates != [.cancelled] else { return }
        let document = book.document(entry.key)
        let result = try await sandbox.run("get", "\(id)")
        if result.code != 0 || result.output != document.expected {
            findings.add("job \(id) differs from the uninterrupted translation of \(document.name); \(result)")
        }
    }

    /// The folder holds the finished documents and nothing else.
    private func compareFolder() throws {
        let out = sandbox.folder + "/out/"
        var expected: [String: (bytes: [UInt8], mustBe: Bool)] = [:]
        for entry in book.entries {
            let document = book.document(entry.key)
            let name = (document.name as NSString).deletingPathExtension
            let file = "\(name).\(entry.key.language).\((document.name as NSString).pathExtension)"
            // A document may have been written in the moment before its job was cancelled.
            expected[file] = (document.expected, entry.isCompleted)
        }
        let files = Set(try FileManager.default.contentsOfDirectory(atPath: out))
        for name in files.subtracting(expected.keys).sorted() { findings.add("left beside the documents: \(name)") }
        for (name, document) in expected where document.mustBe || files.contains(name) {
            guard files.contains(name) else {
                findings.add("not written: \(name)")
                continue
            }
            if try sandbox.bytes(of: out + name) != document.bytes { findings.add("\(name) has other bytes") }
        }
    }
}
