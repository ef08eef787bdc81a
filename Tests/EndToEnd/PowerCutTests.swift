import Foundation
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing

/// The files are copied away while the daemon writes, as a disk would show them.
///
/// What is still in the system's cache is in the copies: that each commit is synced before it counts, is proven by
/// ``SyncOrderTests``.
@Suite("After a power cut", .besideAnother, .timeLimit(.minutes(40)))
struct PowerCutTests {
    private static let text = SampleText(words: 450, seed: 5)
    private static let jobs = 4
    private static let translator = DeterministicTranslator()

    @Test(
        "The files of any moment are a sound database with all that was shown, and the daemon ends with the same bytes",
        arguments: 1...6)
    func anywhere(round: Int) async throws {
        var chance = SeededGenerator(seed: UInt64(900 + round))
        let pace = Mutex(Duration.milliseconds(3))
        try await withSandbox(
            ["TOLMACH_CONCURRENCY": "8", "TOLMACH_SEGMENT_SIZE": "400"],
            answering: { request in
                Self.translator.answer(to: request, cutAfterChunks: nil, pace: pace.withLock { $0 })
            }
        ) { sandbox, _ in
            let file = try sandbox.file("log.txt", Self.text.source)
            let added = try await sandbox.run("add", file, "--to", "es,fr,de,it")
            try #require(added.lines.count == Self.jobs, "\(added)")
            var images: [(name: String, image: DiskImage, shown: ShownText?)] = []
            let moments = (0..<3).map { _ in Int.random(in: 1..<Self.jobs * Self.text.translation.count, using: &chance)
            }
            _ = try await sandbox.serving { daemon in
                let queue = try Queue(of: sandbox)
                for moment in moments.sorted() {
                    try await queue.reach(.characters(moment), from: .now)
                    if let copied = try await Self.copyOfRunning(sandbox.database) {
                        images.append(("copied from under it", copied.image, copied.shown))
                    }
                    let shown = try await ShownText(in: sandbox.database)
                    kill(daemon.pid, SIGSTOP)
                    try await eventually("the daemon has stopped") { daemon.isStopped }
                    let image = try DiskImage(of: sandbox.database)
                    let synced = min(try DiskImage.checkpointed(sandbox.database), image.log.count)
                    kill(daemon.pid, SIGCONT)
                    images.append(("stopped", image, shown))
                    // What was synced since the last checkpoint is torn as well, which a disk that keeps its word never
                    // shows: nothing can be said of the newest text, but it must be a sound database of some moment.
                    let cut = Int.random(in: synced...image.log.count, using: &chance)
                    images.append(("log cut at \(cut) of \(image.log.count)", image.logCut(at: cut), nil))
                    let tear = Int.random(in: synced...image.log.count, using: &chance)
                    images.append(("log torn from \(tear)", image.logTorn(from: tear, &chance), nil))
                }
                daemon.killNow()
            }
            pace.withLock { $0 = .zero }
            for (number, item) in images.enumerated() {
                // Every image is opened; one of each round's kinds is worked on to its end.
                try await check(item.image, item.name, shown: item.shown, in: sandbox, isFinished: number % 2 == 0)
            }
        }
    }

    private func check(
        _ image: DiskImage, _ name: String, shown: ShownText?, in sandbox: Sandbox, isFinished: Bool
    ) async throws {
        let path = sandbox.folder + "/image.db"
        try image.write(to: path)
        #expect(try SoundDatabase.problems(in: path) == [], "\(name): the database must be sound")
        let found = try await ShownText(in: path)
        if let shown { #expect(shown.missing(in: found) == [], "\(name): what was shown must be there") }
        let whole = Self.text.translation
        for (place, text) in found.texts where !text.isEmpty {
            #expect(whole.contains(text), "\(name): \(place) must be part of the whole")
        }
        guard isFinished else { return }
        try image.write(to: path)
        let place: [String: String?] = ["TOLMACH_DATABASE": path]
        let daemon = try await sandbox.serving(environment: place) { _ in
            let waited = try await sandbox.run("wait", "1", "2", "3", "4", "--timeout", "50", environment: place)
            #expect(waited.code == 0, "\(name): the jobs must complete; \(waited)")
        }
        #expect(daemon.code == 0, "\(name): \(daemon)")
        for job in 1...Self.jobs {
            let result = try await sandbox.run("get", "\(job)", environment: place)
            #expect(result.isExactly(whole), "\(name): job \(job) must equal the uninterrupted one")
        }
    }

    /// A copy that took its time, while the daemon wrote; nil where that can be no moment's state.
    ///
    /// The log only grows between two checkpoints, so a copy of both files is some moment's where the database's file
    /// and the log's head were the same before and after. Where a checkpoint came in between it is not, and no disk
    /// would show it.
    private static func copyOfRunning(_ path: String) async throws -> (image: DiskImage, shown: ShownText)? {
        for _ in 0..<5 {
            let shown = try await ShownText(in: path)
            let first = try DiskImage(of: path)
            let second = try DiskImage(of: path)
            if first.database == second.database, first.log.prefix(32) == second.log.prefix(32) {
                return (first, shown)
            }
        }
        return nil
    }
}
