import Foundation
import ScriptedEndpoint
import Support

/// Databases that are made, or brought up to date, by daemons that are killed over it.
struct MigrationStory {
    private let campaign: Campaign
    private let tally: Tally
    private var chance: SeededGenerator
    private var number = 0
    private var current: Chapter?

    /// One database.
    private struct Chapter {
        let database: String
        let document: TestDocument
        let beginning: String
        var killsLeft: Int
    }

    init(_ campaign: Campaign, tally: Tally, chance: SeededGenerator) {
        self.campaign = campaign
        self.tally = tally
        self.chance = chance
    }

    /// One more kill.
    mutating func goOn() async throws {
        var chapter = try current ?? begin()
        let moment = tally.startUp * Double.random(in: 0..<1.2, using: &chance)
        let place: [String: String?] = ["TOLMACH_DATABASE": chapter.database]
        if chapter.beginning.isEmpty, chance.isOne(in: 2) {
            // The first to make the file may as well be an add; it is killed like the others.
            let file = try campaign.sandbox.file(chapter.document.name, chapter.document.source)
            _ = try await campaign.sandbox.running(["add", file, "--to", "es"], environment: place) { add in
                try await Task.sleep(for: moment)
                add.killNow()
            }
        }
        let ended = try await campaign.sandbox.running(["serve"], environment: place) { daemon in
            try await Task.sleep(for: moment)
            daemon.killNow()
        }.finished
        if ended.code != nil { campaign.findings.add("a daemon ended by itself over a migration: \(ended)") }
        tally.killed(in: .migration)
        chapter.killsLeft -= 1
        current = chapter
        if chapter.killsLeft == 0 { try await end() }
    }

    /// Lets a daemon live, and looks at what it makes of the database.
    mutating func end() async throws {
        guard let chapter = current else { return }
        current = nil
        let sandbox = campaign.sandbox
        let place: [String: String?] = ["TOLMACH_DATABASE": chapter.database]
        if chapter.beginning.isEmpty {
            let file = try sandbox.file(chapter.document.name, chapter.document.source)
            let added = try await sandbox.run("add", file, "--to", "es", environment: place)
            guard added.lines == ["1"] else {
                return campaign.findings.add("an add that may have been killed is not job 1 of \(place): \(added)")
            }
        }
        let daemon = try await sandbox.serving(environment: place) { _ in
            let waited = try await sandbox.run("wait", "1", "--timeout", "50", environment: place)
            if waited.code != 0 { campaign.findings.add("job 1 of \(chapter.database) does not complete: \(waited)") }
        }
        if daemon.code != 0 { campaign.findings.add("a daemon does not stop well after a migration: \(daemon)") }
        let result = try await sandbox.run("get", "1", environment: place)
        if result.output != chapter.document.expected {
            campaign.findings.add("\(chapter.database): the document differs from the uninterrupted one")
        }
        for problem in try Inspection.problems(of: chapter.database, isOver: true) {
            campaign.findings.add("\(chapter.database): \(problem)")
        }
        tally.migrated(needed: chapter.document.needed - chapter.beginning.unicodeScalars.count)
    }

    private mutating func begin() throws -> Chapter {
        number += 1
        let words = (0..<30).map { ["lamp", "tower", "keeper", "north"][($0 * 7 + number) % 4] }
        let document = try TestDocument(
            number: number, name: "old\(number).txt", source: words.joined(separator: " ") + ".\n")
        let database = campaign.sandbox.folder + "/old\(number).db"
        // From nothing, or from any version that there was.
        let version = Int.random(in: 0...OldDatabase.versions, using: &chance)
        var beginning = ""
        if version > 0 {
            let translator = DeterministicTranslator()
            let whole = translator.chunks(of: translator.translation(of: document.source))
            beginning = whole.prefix(Int.random(in: 1..<30, using: &chance)).joined()
            try OldDatabase.make(at: database, version: version, document, text: beginning)
        }
        return Chapter(
            database: database, document: document, beginning: beginning,
            killsLeft: Int.random(in: 2...5, using: &chance))
    }
}
