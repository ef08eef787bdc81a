import Foundation
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@testable import Engine

@Suite("A daemon with nothing to do", .besideAnother, .timeLimit(.minutes(40)))
struct IdleTests {
    @Test(
        "writes nothing, and begins at once with what comes; its lease is as new as its work")
    func silence() async throws {
        try await withWorkshop({ _ in .events(["uno dos tres cuatro"]) }) { workshop in
            var craft = Craft()
            craft.leaseTerm = .milliseconds(300)
            craft.pidNamespace = "pid:[4026531836]"
            try await withDaemon(in: workshop, craft) { _ in
                let first = try await workshop.add(words(4))
                try await workshop.completion(of: first)
                try await eventually("the last heartbeat is written") { [store = workshop.store] in
                    let before = try await store.daemons().first?.heartbeatAt
                    try await ContinuousClock().sleep(for: .milliseconds(500))
                    return try await store.daemons().first?.heartbeatAt == before
                }
                let record = try #require(try await workshop.store.daemons().first)
                let log = try Data(contentsOf: URL(filePath: workshop.store.path + "-wal"))
                try await ContinuousClock().sleep(for: .seconds(2))
                #expect(try Data(contentsOf: URL(filePath: workshop.store.path + "-wal")) == log)
                let now = TimeSource.system.now()
                #expect(try await workshop.store.lastSign(of: record, now: now) == now, "nobody takes it for hung")

                let clock = ContinuousClock()
                var times: [Duration] = []
                // More than once, since a busy machine may take its time.
                for count in 5..<10 where times.min() ?? .seconds(60) >= LogWatch.longestRest {
                    let start = clock.now
                    let job = try await workshop.add(words(count))
                    try await workshop.completion(of: job)
                    times.append(start.duration(to: clock.now))
                }
                #expect(times.min() ?? .zero < LogWatch.longestRest, "it sleeps on when something comes: \(times)")
                let beat = try #require(try await workshop.store.daemons().first?.heartbeatAt)
                #expect(beat >= now, "who takes a lease renews it")
            }
        }
    }

    @Test("writes no beat where there was nothing to do since its start")
    func silenceFromTheStart() async throws {
        try await withWorkshop({ _ in .events(["uno"]) }) { workshop in
            var craft = Craft()
            craft.leaseTerm = .milliseconds(300)
            craft.pidNamespace = "pid:[4026531836]"
            try await withDaemon(in: workshop, craft) { _ in
                try await eventually("the daemon is there") { [store = workshop.store] in
                    try await !store.daemons().isEmpty
                }
                try await ContinuousClock().sleep(for: .seconds(1))  // ten beats, had it anything to say
                let record = try #require(try await workshop.store.daemons().first)
                #expect(record.heartbeatAt == record.startedAt)
            }
        }
    }

    @Test("gives the watch back also while writes come in")
    func endOfWatch() async throws {
        try await withTemporaryFolder { folder in
            let log = URL(filePath: folder.file("q.db-wal"))
            try Data("a".utf8).write(to: log)
            let handle = try FileHandle(forWritingTo: log)
            for round in 0..<300 {
                // The kernel allows some hundred, and those that were given back are closed soon after.
                var made = LogWatch(database: folder.file("q.db"))
                for _ in 0..<500 where made == nil {
                    try await ContinuousClock().sleep(for: .milliseconds(20))
                    made = LogWatch(database: folder.file("q.db"))
                }
                let watch = try #require(made)
                async let told = watch.wait(atMost: .microseconds(round * 10), ContinuousClock())
                try handle.write(contentsOf: Data("b".utf8))
                if round.isMultiple(of: 2) { _ = try await told }
                watch.end()
                try handle.write(contentsOf: Data("b".utf8))
                _ = try await told
            }
            try handle.close()
        }
    }

    @Test("is told of each write, also of one while it did not wait")
    func watch() async throws {
        try await withTemporaryFolder { folder in
            let log = URL(filePath: folder.file("q.db-wal"))
            try Data("a".utf8).write(to: log)
            let watch = try #require(LogWatch(database: folder.file("q.db")))
            defer { watch.end() }
            let clock = ContinuousClock()
            func write() throws {
                let handle = try FileHandle(forWritingTo: log)
                try handle.seekToEnd()
                try handle.write(contentsOf: Data("b".utf8))
                try handle.close()
            }
            func wait(_ limit: Duration) async throws -> (isTold: Bool, time: Duration) {
                let start = clock.now
                return (try await watch.wait(atMost: limit, clock), start.duration(to: clock.now))
            }
            for _ in 0..<3 {
                let quiet = try await wait(.milliseconds(50))
                #expect(!quiet.isTold && quiet.time >= .milliseconds(50), "nothing was written")
                try write()
                let told = try await wait(.seconds(60))
                #expect(told.isTold && told.time < .seconds(30))
            }
            async let told = clock.measure { _ = try await watch.wait(atMost: .seconds(60), clock) }
            try await clock.sleep(for: .milliseconds(50))
            try write()
            #expect(try await told < .seconds(30))
        }
        #expect(LogWatch(database: "/nowhere/q.db") == nil)
    }
}
