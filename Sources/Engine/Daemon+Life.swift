import Logging
import Store

// How the daemon shows that it lives, and takes another configuration while it does.
extension Daemon {
    /// Tells the service manager that it is not hung, as long as that is so.
    func showLife() async throws {
        guard let manager, let watchdog = manager.watchdog else { return }
        while true {
            // An idle daemon claims nothing; so it is made to look, which takes a way through all that could hang.
            doorbell.ring()
            // Twice as often as sd_watchdog_enabled(3) advises: one look that comes too early costs nothing then.
            try await time.clock.sleep(for: watchdog / 4)
            // A full disk holds up the claims; whoever waits for room is not hung.
            if pulse.beats() || store.commits.isTroubled { manager.tell(.alive) }
        }
    }

    /// Tells the service manager what the daemon does, when that has changed, and at most once a second.
    func showStatus() async throws {
        guard let manager else { return }
        var shown: StatusLine?
        for await _ in statusBell.rings {
            let line = try await statusLine()
            if line != shown { manager.tell(.status(line.text)) }
            shown = line
            try await time.clock.sleep(for: .seconds(1))
        }
    }

    func statusLine() async throws -> StatusLine {
        StatusLine(
            streaming: streams.leases.count, counts: try await store.counts(),
            gates: try await store.gates().closed, now: time.now())
    }

    /// Takes another configuration each time that somebody asks for it; streams that run end on the one they began with.
    ///
    /// - Parameter id: This daemon's number.
    func reconfigure(_ id: Int64) async throws {
        guard let reconfiguration else { return }
        for await _ in reconfiguration.requests {
            manager?.tell(.reloading(since: time.monotonic()))
            var isTaken = false
            do {
                let new = try await reconfiguration.load()
                try await pool.replace(with: new.endpoints, retry: new.retry)
                currentBudget.replace(with: new)
                health.hasSeveral = new.endpoints.count > 1
                health.forgetRoom()
                await housekeeping.appoint(new.retention)
                try await store.announce(new.announcement, by: id, now: time.now())
                logger.notice("configuration read again", metadata: ["endpoints": "\(new.endpointList)"])
                try await warnOfStrandedJobs()
                try await outbox.listen(as: new.hooks, by: id)
                isTaken = true
            } catch let error as StoreError {
                throw error
            } catch let error as CancellationError {
                throw error
            } catch {
                logger.error(
                    "configuration is wrong; the daemon goes on with the old one", metadata: ["error": "\(error)"])
            }
            endReload(isTaken: isTaken)
            statusBell.ring()
            doorbell.ring()
        }
    }

    private func endReload(isTaken: Bool) {
        do {
            try manager?.endReload(isTaken: isTaken)
        } catch {
            // Only whoever waits misses something.
            logger.warning("end of the reload cannot be told", metadata: ["error": "\(error)"])
        }
    }

    func warnOfStrandedJobs() async throws {
        for (endpoint, jobs) in try await store.strandedJobs() {
            logger.warning(
                "jobs name an endpoint that is not configured; they wait until it is",
                metadata: ["endpoint": "\(endpoint)", "jobs": "\(jobs)"])
        }
    }

    /// Tells the operator that the database cannot be written, and when that is over.
    func tell(_ trouble: StoreError?) {
        if let trouble {
            manager?.tell(.status("the database cannot be written, streams wait: \(trouble.reason)"))
            logger.error(
                "database cannot be written; streams wait, nothing is lost",
                metadata: ["error": "\(trouble)", "hint": "\(trouble.hint)"])
        } else {
            logger.notice("database can be written again")
            statusBell.ring()
        }
    }
}

extension DaemonSettings {
    /// The endpoints as the store is told of them.
    var announcement: [Store.AnnouncedEndpoint] {
        endpoints.map { .init(name: $0.name, baseURL: $0.endpoint.baseURL) }
    }

    /// The endpoints as an operator is told of them.
    var endpointList: String { endpoints.map { "\($0.name)×\($0.concurrency)" }.joined(separator: " ") }
}
