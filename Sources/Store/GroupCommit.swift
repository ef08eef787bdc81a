import GRDB
import Synchronization
import Translation

/// One writer that commits whatever has gathered from all streams while the last commit ran.
///
/// An idle writer commits at once. A busy one shares each fsync among all that wait: after a commit of several chunks the
/// next ones gather for ``pace``, unless other work comes, which is never made to wait. Without that pause 500 streams made 1900
/// commits a second of a dozen chunks each, and a third of the work was the commits (`Tests/Benchmark`, section `paced`).
/// Whoever hands in a write waits for its commit; that is the back-pressure on the streams.
///
/// When the disk is full, or another process holds the database for long, nothing is dropped: the same writes are
/// tried again every second, and their streams wait.
public final class GroupCommit: Sendable {
    private enum Entry: Sendable {
        /// The chunk that a stream has handed in.
        case chunk(of: StreamJournal)
        case work(any DeferredWork)

        var isChunk: Bool { if case .chunk = self { true } else { false } }

        func fail(with error: any Error) {
            switch self {
            case .chunk(let journal): journal.settle(.failure(error))
            case .work(let work): work.fail(with: error)
            }
        }
    }

    /// What is told once the transaction is on disk.
    private enum Outcome: Sendable {
        case chunk(StreamJournal, isStored: Bool, arrival: ContinuousClock.Instant?)
        case work(@Sendable () -> Void)

        func tell() {
            switch self {
            case .chunk(let journal, let isStored, _): journal.settle(.success(isStored))
            case .work(let deliver): deliver()
            }
        }
    }

    /// How long chunks gather after a commit of several.
    static let pace = Duration.milliseconds(5)

    private struct State {
        var entries: [Entry] = []
        /// Whether there is other work than chunks among the entries.
        var hasWork = false
        /// Whether chunks are left to gather.
        var isPausing = false
        var sleeper: UnsafeContinuation<Void, Never>?
        var isClosed = false
        var givesUp = false
        var isTroubled = false
        /// Ends the pause between two tries.
        var pauseEnds: AsyncStream<Never>.Continuation?

        /// Whether there is something to commit now.
        var isDue: Bool { !entries.isEmpty && (hasWork || !isPausing || isClosed) }
    }

    /// How long it takes to get something on disk.
    struct Times: Equatable {
        /// From the turn of a transaction's first write to the disk's word.
        var commits = DurationHistogram.commits
        /// From a chunk's coming off the network to the disk's word.
        var chunks = DurationHistogram.chunkCommits
    }

    private let state = Mutex(State())
    /// What nobody has written down yet.
    private let measured = Mutex(Times())
    private let database: any DatabaseWriter
    private let path: String

    /// Whether the last try to commit has failed, and another is due within a second.
    public var isTroubled: Bool { state.withLock(\.isTroubled) }

    init(database: any DatabaseWriter, path: String) {
        self.database = database
        self.path = path
    }

    /// Commits until ``close()``; then what was handed in before is committed and it returns.
    ///
    /// - Parameters:
    ///   - clock: Times the second between two tries while the database cannot be written, and the commits.
    ///   - onTrouble: Told of every error that may pass, and with nil when it has passed.
    /// - Throws: ``StoreError`` where the database cannot be used any more; everyone who waits gets it too.
    public func run(
        clock: any Clock<Duration>, onTrouble: @Sendable (StoreError?) -> Void
    ) async throws {
        while let batch = await next() {
            while true {
                do {
                    let (results, time) = try await Self.timed(clock) {
                        try await database.write { try Self.perform(batch, $0) }
                    }
                    observe(time, results)
                    if setTroubled(false) { onTrouble(nil) }
                    letGather(after: batch)
                    for result in results { result.tell() }
                    break
                } catch {
                    let reported = StoreError.from(error, path: path)
                    let mayPass = (error as? DatabaseError)?.mayPass ?? false
                    guard mayPass, !state.withLock(\.givesUp) else {
                        fail(batch, with: reported)
                        if mayPass { break }
                        failEverything(with: reported)
                        throw reported
                    }
                    if !setTroubled(true), let reported = reported as? StoreError { onTrouble(reported) }
                    do {
                        try await pause(clock)
                    } catch {
                        // Cancelled: nobody will try again, and whoever waits must hear of it.
                        fail(batch, with: error)
                        failEverything(with: error)
                        throw error
                    }
                }
            }
        }
    }

    /// Hands in the chunk that a stream holds ready; the stream is told when it is on disk.
    func append(of journal: StreamJournal) {
        enqueue(.chunk(of: journal))
    }

    /// Runs other work in the same transactions, and returns when it is on disk.
    ///
    /// The work may run more than once, and must have no effect but on the database.
    package func perform<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await withUnsafeThrowingContinuation { enqueue(.work(Work(body: work, continuation: $0))) }
    }

    /// From now on, errors that may pass are errors: nobody waits for room on the disk while the program stops.
    public func giveUpOnTrouble() {
        state.withLock { state in
            state.givesUp = true
            return take(&state.pauseEnds)
        }?.finish()
    }

    /// Lets ``run(clock:onTrouble:)`` return once everything that was handed in is committed.
    public func close() {
        state.withLock { state in
            state.isClosed = true
            return take(&state.sleeper)
        }?.resume()
    }

    /// Notes whether commits fail.
    ///
    /// - Returns: Whether they did before.
    private func setTroubled(_ isTroubled: Bool) -> Bool {
        state.withLock { state in
            defer { state.isTroubled = isTroubled }
            return state.isTroubled
        }
    }

    /// A second, or less: a program that is asked to stop does not sit it out.
    private func pause(_ clock: any Clock<Duration>) async throws {
        let (givenUp, signal) = AsyncStream<Never>.makeStream()
        let isLate = state.withLock { state in
            state.pauseEnds = signal
            return state.givesUp
        }
        if isLate { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(for: .seconds(1)) }
            group.addTask { for await _ in givenUp {} }
            defer { group.cancelAll() }
            try await group.next()
        }
        try Task.checkCancellation()
    }

    // MARK: - How long it takes

    /// How long it took since that was last forgotten.
    var times: Times { measured.withLock { $0 } }

    /// Forgets times that were written down.
    func forget(_ times: Times) {
        measured.withLock { measured in
            measured.commits.forget(times.commits)
            measured.chunks.forget(times.chunks)
        }
    }

    private func observe(_ time: Duration, _ outcomes: [Outcome]) {
        let now = ContinuousClock.now
        measured.withLock { measured in
            measured.commits.observe(time)
            for case .chunk(_, _, let arrival?) in outcomes { measured.chunks.observe(arrival.duration(to: now)) }
        }
    }

    private static func timed<T: Sendable>(
        _ clock: some Clock<Duration>, _ work: () async throws -> T
    ) async throws -> (T, Duration) {
        let begin = clock.now
        let result = try await work()
        return (result, begin.duration(to: clock.now))
    }

    // MARK: - The queue

    private func enqueue(_ entry: Entry) {
        let (sleeper, isClosed) = state.withLock { state in
            if !state.isClosed { state.entries.append(entry) }
            if case .work = entry { state.hasWork = true }
            return (state.isDue ? take(&state.sleeper) : nil, state.isClosed)
        }
        if isClosed { entry.fail(with: CancellationError()) }
        sleeper?.resume()
    }

    private func next() async -> [Entry]? {
        while true {
            let (batch, isClosed) = state.withLock { state in
                guard state.isDue else { return ([Entry](), state.isClosed) }
                defer { (state.entries, state.hasWork) = ([], false) }
                return (state.entries, state.isClosed)
            }
            if !batch.isEmpty { return batch }
            if isClosed { return nil }
            await withUnsafeContinuation { continuation in
                let mayProceed = state.withLock { state in
                    guard !state.isDue, !state.isClosed else { return true }
                    state.sleeper = continuation
                    return false
                }
                if mayProceed { continuation.resume() }
            }
        }
    }

    /// Lets chunks gather for a while, unless they do already; in real time, since it is a disk that is spared.
    private func letGather(after batch: [Entry]) {
        // After a lone one the next may be long in coming, and the pause costs a fourth of its commit.
        guard batch.count(where: \.isChunk) > 1 else { return }
        let isNew = state.withLock { state in
            defer { state.isPausing = true }
            return !state.isPausing
        }
        guard isNew else { return }
        Task {
            do { try await Task.sleep(for: Self.pace) } catch {}  // Nobody cancels it, and else the pause is over too.
            state.withLock { state in
                state.isPausing = false
                return state.isDue ? take(&state.sleeper) : nil
            }?.resume()
        }
    }

    private func fail(_ batch: [Entry], with error: any Error) {
        for entry in batch { entry.fail(with: error) }
    }

    private func failEverything(with error: any Error) {
        let rest = state.withLock { state in
            state.isClosed = true
            defer { state.entries = [] }
            return state.entries
        }
        fail(rest, with: error)
    }

    // MARK: - One transaction

    private static func perform(_ batch: [Entry], _ database: Database) throws -> [Outcome] {
        let insertion = try JournalInsertion(database)
        return try batch.map { entry in
            switch entry {
            case .chunk(let journal):
                // Looked at once: each look at one of a thousand streams is at memory that lies far away.
                if let chunk = journal.chunk {
                    .chunk(journal, isStored: try insertion.insert(chunk), arrival: chunk.arrival)
                } else {
                    .chunk(journal, isStored: false, arrival: nil)
                }
            case .work(let work): .work(try work.run(database))
            }
        }
    }
}

/// Takes a value out of an optional, leaving nil.
private func take<T>(_ value: inout T?) -> T? {
    defer { value = nil }
    return value
}
