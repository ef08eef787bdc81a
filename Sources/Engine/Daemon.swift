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
    private let store: Store
    private let settings: DaemonSettings
    private let identity: DaemonIdentity
    private let liveness: @Sendable (DaemonIdentity) -> Liveness
    private let time: TimeSource
    private let logger: Logger
    private let streams = RunningStreams()
    private let doorbell = Doorbell()
    private let finishing = Doorbell()
    private let health: EndpointHealth

    /// Creates a daemon; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - store: Opened for ``Store/Role/daemon``.
    ///   - settings: What it does.
    ///   - identity: This process.
    ///   - liveness: Tells of other daemons whether they live.
    ///   - time: Where it takes the time from.
    ///   - logger: Where it tells what an operator wants to know.
    public init(
        store: Store, settings: DaemonSettings, identity: DaemonIdentity,
        liveness: @escaping @Sendable (DaemonIdentity) -> Liveness = ProcessIdentity.liveness,
        time: TimeSource = .system, logger: Logger
    ) {
        self.store = store
        self.settings = settings
        self.identity = identity
        self.liveness = liveness
        self.time = time
        self.logger = logger
        health = EndpointHealth(hasSeveral: settings.endpoints.count > 1)
    }

    /// Works until a graceful shutdown.
    ///
    /// - Throws: `StoreError` where the database cannot be used any more, `ChatEndpoint.Invalid` where an endpoint
    ///   cannot be used as it is configured.
    public func run() async throws {
        let clients = try settings.endpoints.map { endpoint in
            try ChatClient(endpoint: endpoint.endpoint, concurrency: endpoint.concurrency)
        }
        let result: Result<Void, any Error>
        do {
            try await commitAndWork(clients)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        for client in clients { try await client.shutdown() }
        try result.get()
    }

    private func commitAndWork(_ clients: [ChatClient]) async throws {
        // The committer is the last to go: the streams' last words pass through it.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [store, time, logger] in
                try await store.commits.run(clock: time.clock) { tell($0, logger) }
            }
            group.addTask {
                defer { store.commits.close() }
                try await withGracefulShutdownHandler {
                    try await work(clients)
                } onGracefulShutdown: {
                    store.commits.giveUpOnTrouble()
                }
            }
            try await group.waitForAll()
        }
    }

    private func work(_ clients: [ChatClient]) async throws {
        // The dead first: an endpoint that nobody alive has configured is forgotten with the announcement.
        let rescued = try await store.rescue(leaseTerm: settings.leaseTerm, now: time.now(), liveness: liveness)
        let id = try await store.register(
            identity, endpoints: settings.endpoints.map { .init(name: $0.name, baseURL: $0.endpoint.baseURL) },
            now: time.now())
        logger.notice(
            "daemon started",
            metadata: [
                "database": "\(store.path)", "version": "\(identity.version)", "taken_over": "\(rescued)",
                "endpoints": "\(settings.endpoints.map { "\($0.name)×\($0.concurrency)" }.joined(separator: " "))",
            ])
        for gate in try await store.gates().closed
        where settings.endpoints.contains(where: { $0.name == gate.endpoint }) {
            logger.warning(
                "endpoint was closed before the start; one request asks first",
                metadata: [
                    "endpoint": "\(gate.endpoint)", "reason": "\(gate.reason.rawValue)", "error": "\(gate.message)",
                ])
        }
        for (endpoint, jobs) in try await store.strandedJobs() {
            logger.warning(
                "jobs name an endpoint that is not configured; they wait until it is",
                metadata: ["endpoint": "\(endpoint)", "jobs": "\(jobs)"])
        }
        do {
            try await cancelWhenGracefulShutdown { try await turn(id, clients) }
        } catch is CancellationError {}
        try await store.unregister(id, now: time.now())
        _ = try await store.trimJournal(limit: .max)
        logger.notice("daemon stopped")
    }

    /// The daemon's loops and streams, until they are cancelled.
    private func turn(_ id: Int64, _ clients: [ChatClient]) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await watchForChange(id) }
            group.addTask { try await beat(id) }
            group.addTask {
                let finisher = Finisher(store: store, time: time, logger: logger)
                for await _ in finishing.rings { try await finisher.finishAll() }
            }
            doorbell.ring()
            finishing.ring()
            for await _ in doorbell.rings {
                for (endpoint, client) in zip(settings.endpoints, clients) {
                    for claimed in try await claim(endpoint, id) {
                        let revocation = streams.begin(claimed.lease, at: endpoint.name)
                        let worker = worker(claimed, endpoint, client)
                        group.addTask {
                            await run(worker, until: revocation)
                            streams.end(claimed.lease)
                            finishing.ring()
                            doorbell.ring()
                        }
                    }
                }
                // A claim also opens jobs whose time has come, and some of those have nothing left but their end.
                finishing.ring()
            }
            group.cancelAll()
        }
    }

    private func claim(_ endpoint: EndpointSettings, _ id: Int64) async throws -> [ClaimedSegment] {
        let free = endpoint.concurrency - streams.count(at: endpoint.name)
        guard free > 0, !Task.isCancelled else { return [] }
        return try await store.claim(
            Capacity(endpoint: endpoint.name, model: endpoint.model, mode: endpoint.resume, free: free), for: id,
            now: time.now())
    }

    private func worker(
        _ claimed: ClaimedSegment, _ endpoint: EndpointSettings, _ client: ChatClient
    ) -> SegmentWorker {
        var logger = logger
        logger[metadataKey: "job"] = "\(claimed.job)"
        logger[metadataKey: "segment"] = "\(claimed.position)"
        logger[metadataKey: "attempt"] = "\(claimed.attemptNumber)"
        logger[metadataKey: "endpoint"] = "\(endpoint.name)"
        return SegmentWorker(
            claimed: claimed, settings: endpoint, client: client, store: store, retry: settings.retry, health: health,
            gateHasOpened: { [doorbell] in doorbell.ring() }, time: time, logger: logger)
    }

    /// Runs a worker, and cancels it when its lease is gone.
    private func run(_ worker: SegmentWorker, until revocation: AsyncStream<Never>) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await worker.run() }
            group.addTask { for await _ in revocation {} }
            await group.next()
            group.cancelAll()
        }
    }

    /// Rings when another process has written, or when something that waited is due.
    private func watchForChange(_ id: Int64) async throws {
        var version = try await store.dataVersion()
        var ended: Int?
        var due: Timestamp?
        var lastLook: Timestamp?
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
            (version, ended) = (current, nowEnded)
            if let instant = due, instant <= time.now() {
                ended = nil  // look again next time: what is due may find no free place now
                finishing.ring()
                doorbell.ring()
            }
            try await time.clock.sleep(for: settings.pollInterval)
        }
    }

    /// Renews the leases, looks after those of dead daemons, and trims the journal.
    private func beat(_ id: Int64) async throws {
        while true {
            try await time.clock.sleep(for: settings.heartbeat)
            // Idle too: where others cannot see that this process lives, they strike it off when its lease runs out.
            guard try await store.beat(id, now: time.now()) else { throw StruckOff() }
            if !streams.isEmpty { while try await store.trimJournal() {} }
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

/// Tells the operator that the database cannot be written, and when that is over.
private func tell(_ trouble: StoreError?, _ logger: Logger) {
    if let trouble {
        logger.error(
            "database cannot be written; streams wait, nothing is lost",
            metadata: ["error": "\(trouble)", "hint": "\(trouble.hint)"])
    } else {
        logger.notice("database can be written again")
    }
}
