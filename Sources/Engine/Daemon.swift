import ChatStream
import Logging
import ServiceLifecycle
import Store
import Translation

/// The running daemon: claims segments up to each endpoint's concurrency, streams them, settles them, finishes jobs.
///
/// It meets the command line only in the database. On a graceful shutdown it stops claiming, closes the streams, gives
/// their leases back with all that was received, and returns; what a crash leaves behind the next start takes up in the
/// same way.
public struct Daemon: Service {
    let store: Store
    private let settings: DaemonSettings
    private let identity: DaemonIdentity
    private let liveness: @Sendable (DaemonIdentity) -> Liveness
    let time: TimeSource
    let logger: Logger
    let manager: ServiceManager?
    let reconfiguration: Reconfiguration?
    let pool: EndpointPool
    let currentBudget: CurrentBudget
    let outbox: OutboxDispatcher
    let pulse = Pulse()
    let streams = RunningStreams()
    let doorbell = Doorbell()
    let statusBell = Doorbell()
    private let finishing = Doorbell()
    let health: EndpointHealth
    let housekeeping: Housekeeping

    /// Creates a daemon; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - store: Opened for ``Store/Role/daemon``.
    ///   - settings: What it does.
    ///   - identity: This process.
    ///   - liveness: Tells of other daemons whether they live.
    ///   - manager: The service manager that is told how it is.
    ///   - reconfiguration: How it comes by other endpoints while it runs.
    ///   - time: Where it takes the time from.
    ///   - logger: Where it tells what an operator wants to know.
    public init(
        store: Store, settings: DaemonSettings, identity: DaemonIdentity,
        liveness: @escaping @Sendable (DaemonIdentity) -> Liveness = ProcessIdentity.liveness,
        manager: ServiceManager? = nil, reconfiguration: Reconfiguration? = nil,
        time: TimeSource = .system, logger: Logger
    ) {
        self.store = store
        self.settings = settings
        self.manager = manager
        self.reconfiguration = reconfiguration
        self.identity = identity
        self.liveness = liveness
        self.time = time
        self.logger = logger
        pool = EndpointPool(clock: time.clock)
        currentBudget = CurrentBudget(settings)
        outbox = OutboxDispatcher(store: store, hooks: settings.hooks, time: time, logger: logger)
        health = EndpointHealth(hasSeveral: settings.endpoints.count > 1)
        housekeeping = Housekeeping(store: store, retention: settings.retention, time: time, logger: logger)
    }

    /// Works until a graceful shutdown.
    ///
    /// - Throws: `StoreError` where the database cannot be used any more, `ChatEndpoint.Invalid` where an endpoint
    ///   cannot be used as it is configured.
    public func run() async throws {
        try await pool.replace(with: settings.endpoints, retry: settings.retry)
        let result: Result<Void, any Error>
        do {
            try await commitAndWork()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await pool.shutdown()
        try result.get()
    }

    private func commitAndWork() async throws {
        // The committer is the last to go: the streams' last words pass through it.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await store.commits.run(clock: time.clock) { tell($0) }
            }
            group.addTask {
                defer { store.commits.close() }
                try await withGracefulShutdownHandler {
                    try await work()
                } onGracefulShutdown: {
                    manager?.tell(.stopping)
                    store.commits.giveUpOnTrouble()
                }
            }
            try await group.waitForAll()
        }
    }

    private func work() async throws {
        let (id, inheritance) = try await store.register(
            identity, endpoints: settings.announcement, leaseTerm: settings.leaseTerm, now: time.now(),
            liveness: liveness)
        logger.notice(
            "daemon started",
            metadata: [
                "database": "\(store.path)", "version": "\(identity.version)",
                "taken_over": "\(inheritance.predecessors)",
                "endpoints": "\(settings.endpointList)",
            ])
        for gate in try await store.gates().closed
        where gate.reason != .budget && settings.endpoints.contains(where: { $0.name == gate.endpoint }) {
            logger.warning(
                "endpoint was closed before the start; one request asks first",
                metadata: [
                    "endpoint": "\(gate.endpoint)", "reason": "\(gate.reason.rawValue)", "error": "\(gate.message)",
                ])
        }
        try await warnOfStrandedJobs()
        try await outbox.listen(as: settings.hooks, by: id)
        do {
            try await cancelWhenGracefulShutdown { try await turn(id, inheritance) }
        } catch is CancellationError {}
        while !inheritance.isSettled {
            try await store.settle(inheritance, atMost: Self.claimedAtOnce, now: time.now())
        }
        try await store.unregister(id, now: time.now())
        _ = try await store.trimJournal(limit: .max)
        logger.notice("daemon stopped")
    }

    /// The daemon's loops and streams, until they are cancelled.
    private func turn(_ id: Int64, _ inheritance: Store.Inheritance) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await showLife() }
            group.addTask { try await showStatus() }
            group.addTask { try await reconfigure(id) }
            group.addTask { try await watchForChange(id) }
            group.addTask { try await beat(id) }
            group.addTask { try await outbox.run(for: id) }
            group.addTask {
                await doorbell.ringWhenCancelled()
                // Whoever waits for an answer hears of its revocation alone.
                streams.revokeAll()
                // Nor does what they write wait for room on the disk.
                store.commits.giveUpOnTrouble()
            }
            group.addTask {
                let finisher = Finisher(store: store, time: time, logger: logger)
                for await _ in finishing.rings {
                    try await finisher.finishAll()
                    outbox.ring()
                }
            }
            let context = WorkerContext(
                store: store, health: health, time: time, logger: logger, streams: streams, pool: pool,
                doorbell: doorbell, finishing: finishing)
            doorbell.ring()
            finishing.ring()
            var isReady = false
            for await _ in doorbell.rings {
                guard !group.isCancelled else { break }
                // What a crash broke off goes on before anything new is begun, the first of it at once.
                try await store.settle(inheritance, atMost: Self.claimedAtOnce, now: time.now())
                if !inheritance.isSettled { doorbell.ring() }
                try await enforceBudget()
                // While a claim waits for its commit, a reload must not take away the client of what is claimed.
                for handle in pool.handles where !group.isCancelled && pool.retain(handle) {
                    let claims = try await claim(handle.settings, id)
                    if claims.count == Self.claimedAtOnce { doorbell.ring() }
                    for claimed in claims {
                        let revocation = streams.begin(claimed.lease, at: handle.settings.name)
                        let worker = SegmentWorker(claimed, at: handle, until: revocation, in: context)
                        pool.retain(handle)
                        group.addTask { try await worker.run() }
                    }
                    try await pool.release(handle)
                }
                // A claim also opens jobs whose time has come, and some of those have nothing left but their end.
                finishing.ring()
                statusBell.ring()
                pulse.turn(.claiming)
                if !isReady { manager?.tell(.ready, .status(try await statusLine().text)) }
                isReady = true
            }
            group.cancelAll()
        }
    }

    /// The first streams do not wait until the last of a thousand are claimed, which takes seconds.
    private static let claimedAtOnce = 32

    private func claim(_ endpoint: EndpointSettings, _ id: Int64) async throws -> [ClaimedSegment] {
        let free = min(endpoint.concurrency - streams.count(at: endpoint.name), Self.claimedAtOnce)
        guard free > 0, !Task.isCancelled else { return [] }
        do {
            return try await store.claim(
                Capacity(
                    endpoint: endpoint.name, model: endpoint.model, mode: endpoint.resume, free: free,
                    prices: endpoint.prices), for: id,
                now: time.now())
        } catch is Store.UnknownDaemon {
            throw StruckOff()
        }
    }

    /// Rings when another process has written, or when something that waited is due.
    private func watchForChange(_ id: Int64) async throws {
        let watch = LogWatch(database: store.realPath)
        defer { watch?.end() }
        var version = try await store.dataVersion()
        var ended: Int?
        var due: Timestamp?
        var lastLook: Timestamp?
        var lastBeat = time.now()
        // How often it is still looked at soon: what the kernel has told of is not yet to be seen.
        var looks = 0
        while true {
            let (current, nowEnded) = (try await store.dataVersion(), streams.ended)
            if current != version {
                let candidates = streams.leases
                if !candidates.isEmpty { streams.revoke(candidates, except: try await store.leases(of: id)) }
                finishing.ring()
                doorbell.ring()
            }
            // What this process writes itself changes no version: a gate that its heartbeat has made claimable again, a
            // document that waits for room. So it is looked up at times whatever happened.
            let isStale = lastLook.map { $0 + settings.heartbeat <= time.now() } ?? true
            if current != version || nowEnded != ended || isStale {
                due = try await store.nextDue()
                lastLook = time.now()
            }
            if current != version {
                statusBell.ring()
                // An idle daemon gives no sign; where there is work again, it is to be seen that this one is not hung.
                let hasWork = try await store.hasOpenJobs()
                if hasWork, streams.isEmpty, lastBeat + settings.heartbeat <= time.now() {
                    guard try await store.beat(id, now: time.now()) else { throw StruckOff() }
                    lastBeat = time.now()
                }
            }
            (version, ended) = (current, nowEnded)
            if let instant = due, instant <= time.now() {
                ended = nil  // look again next time: what is due may find no free place now
                finishing.ring()
                doorbell.ring()
            }
            pulse.turn(.watching)
            try await time.clock.sleep(for: settings.pollInterval)
            let untilDue = due.map { $0 - time.now() } ?? LogWatch.longestRest
            // The service manager is told that this loop turns.
            let rest = min(LogWatch.longestRest, untilDue, manager?.watchdog.map { $0 / 8 } ?? untilDue)
            looks = max(0, looks - 1)
            if rest > .zero, looks == 0, let watch, try await watch.wait(atMost: rest, time.clock) {
                looks = Self.looksAfterWord
            }
        }
    }

    /// At 200 ms each, as long as the longest rest.
    private static let looksAfterWord = 10

    /// Renews the leases, looks after those of dead daemons, trims the journal and keeps house.
    private func beat(_ id: Int64) async throws {
        // What it wrote when it announced itself is as good as a beat.
        var written = (isIdle: true, ended: 0)
        while true {
            try await time.clock.sleep(for: settings.heartbeat)
            // Where others cannot see that this process lives, they strike it off when its lease runs out; and where there
            // is work, they are to see that it is not hung. Elsewhere nothing is written, after one last time.
            let ended = streams.ended
            let hasWork = try await store.hasOpenJobs()
            let isIdle = identity.isVisible && streams.isEmpty && !hasWork
            if !isIdle || !written.isIdle || written.ended != ended {
                guard try await store.beat(id, now: time.now()) else { throw StruckOff() }
            }
            written = (isIdle, ended)
            if !streams.isEmpty { while try await store.trimJournal() {} }
            try await housekeeping.turn { [streams] in streams.isEmpty }
            if try await store.daemons().contains(where: { $0.id != id }),
                try await store.rescue(
                    by: id, leaseTerm: settings.leaseTerm, now: time.now(), liveness: liveness) > 0
            {
                doorbell.ring()
            }
        }
    }
}

/// Another daemon took this one for dead, and its leases with it.
struct StruckOff: Error, CustomStringConvertible {
    var description: String { "another daemon took this one for dead and has taken over its work" }
}
