import Foundation
import ScriptedEndpoint
import Store
import Support
import Testing

/// Every write and every sync of the daemon is recorded, and the disk is cut off between any two of them.
///
/// What this takes for granted: a disk that keeps what it was told to sync (fdatasync(2)), and changes a sector of
/// 512 bytes as a whole or not at all.
@Suite(
    "What is synced", .besideAnother, .timeLimit(.minutes(40)),
    .enabled(if: SystemCall.canBeRecorded, "needs strace, and the right to use it"))
struct SyncOrderTests {
    private static let text = SampleText(words: 420, seed: 8)
    private static let jobs = 4
    /// How many moments of the run are cut.
    private static let moments = 60

    @Test(
        "Wherever the power is cut, the database is sound; with full durability all that was shown is there",
        arguments: ["full", "normal"])
    func anywhere(durability: String) async throws {
        var chance = SeededGenerator(seed: 77)
        try await withSandbox(
            [
                "TOLMACH_CONCURRENCY": "4", "TOLMACH_SEGMENT_SIZE": "400", "TOLMACH_DURABILITY": durability,
            ],
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(2)) }
        ) { sandbox, _ in
            let file = try sandbox.file("log.txt", Self.text.source)
            let added = try await sandbox.run("add", file, "--to", "es,fr,de,it", "-o", "out/{stem}.{lang}.{ext}")
            try #require(added.lines.count == Self.jobs, "\(added)")
            let before = try DiskImage(of: sandbox.database)
            let seen = try await record(in: sandbox)
            let calls = try SystemCall.recorded(in: sandbox.folder, named: "trace.")

            var disk = ReplayedDisk(before, path: sandbox.database)
            let cuts = Set((0..<Self.moments).map { _ in Int.random(in: 0..<calls.count, using: &chance) })
            var figures = (images: 0, checkpoints: 0, syncs: 0, lost: 0)
            for (number, call) in calls.enumerated() {
                if case .sync = call.kind { figures.syncs += 1 }
                let isCut = cuts.contains(number) || disk.isInCheckpoint && Int.random(in: 0..<6, using: &chance) == 0
                if isCut {
                    let shown = seen.last { $0.time <= call.begin }?.shown
                    if disk.isInCheckpoint { figures.checkpoints += 1 }
                    for fate in ReplayedDisk.Fate.allCases {
                        figures.images += 1
                        let path = sandbox.folder + "/image.db"
                        try disk.afterPowerCut(fate, &chance).write(to: path)
                        let place = "call \(number) of \(calls.count), what was not synced is \(fate)"
                        let missing = try await inspect(path, shown, disk.documents, place)
                        if !missing.isEmpty { figures.lost += 1 }
                        if durability == "full" {
                            #expect(missing == [], "\(place): what was shown must be there")
                        }
                    }
                }
                if let offence = disk.perform(call) { Issue.record("\(offence)") }
            }
            print(
                "durability \(durability): \(calls.count) calls, \(figures.syncs) of them syncs; \(figures.images) "
                    + "images, \(figures.checkpoints * 3) of them in a checkpoint; shown text was missing in \(figures.lost)"
            )
            #expect(figures.images > 150, "the run must be long enough")
            if durability == "normal" {
                #expect(figures.lost > 0, "this test must be able to see a loss, which normal durability allows")
            }
        }
    }

    /// Runs the daemon to its end, and notes what could be read and when.
    private func record(in sandbox: Sandbox) async throws -> [(time: Int, shown: ShownText)] {
        var seen: [(time: Int, shown: ShownText)] = []
        let daemon = try await sandbox.running(
            ["serve"], under: SystemCall.wrapper(sandbox.folder + "/trace"), within: .seconds(120)
        ) { daemon in
            // The first to open the database begins its log, and that must be recorded.
            try await eventually("the daemon starts to work") { try daemon.errors.contains("daemon started") }
            let store = try Store(path: sandbox.database, role: .command)
            var pid: Int32?
            try await eventually("all jobs end", within: .seconds(120)) {
                let shown = try await ShownText(in: store)
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                seen.append((time.tv_sec * 1_000_000 + time.tv_nsec / 1000, shown))
                pid = try await store.daemons().first?.identity.pid ?? pid
                return try await store.counts().allSatisfy { $0.value == 0 || $0.key == .completed }
            }
            // The daemon is to be the last: it folds the log into the database when it goes.
            try store.close()
            kill(try #require(pid), SIGTERM)
        }.finished
        #expect(daemon.code == 0, "\(daemon)")
        return seen
    }

    /// Looks at an image; returns what was shown and is missing.
    private func inspect(
        _ path: String, _ shown: ShownText?, _ documents: [String: Bool], _ place: String
    ) async throws -> [String] {
        #expect(try SoundDatabase.problems(in: path) == [], "\(place): the database must be sound")
        let store = try Store(path: path, role: .command)
        let found = try await ShownText(in: store)
        for job in try await store.jobs(in: .completed, limit: 100) {
            let output = try #require(job.outputPath)
            #expect(documents[output] == true, "\(place): a job is completed, and its document may be lost")
        }
        try store.close()
        return shown?.missing(in: found) ?? []
    }
}
