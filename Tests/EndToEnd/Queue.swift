import Store
import Support
import Translation

/// What stands in a sandbox's queue, seen from outside the daemon.
struct Queue {
    private let store: Store

    init(of sandbox: Sandbox) throws { store = try Store(path: sandbox.database, role: .command) }

    /// The characters of all jobs' translations that may be shown.
    func characters() async throws -> Int {
        var count = 0
        for job in try await store.jobs(limit: 1000) { count += try await characters(of: job.id) }
        return count
    }

    /// The characters of a job's translation that may be shown.
    func characters(of job: Job.ID) async throws -> Int {
        try await store.segments(of: job).reduce(0) { $0 + ($1.kind == .translatable ? $1.text.count : 0) }
    }

    /// What may be shown of each segment that has text and is not complete, in the order of the alphabet.
    func beginnings() async throws -> [String] {
        var texts: [String] = []
        for job in try await store.jobs(limit: 1000) {
            texts += try await store.segments(of: job.id).filter { $0.state != .done && !$0.text.isEmpty }.map(\.text)
        }
        return texts.sorted()
    }

    /// How a job stands; nil where there is none.
    func state(of job: Job.ID) async throws -> JobStateName? { try await store.job(job)?.state.name }

    /// Whether no job waits to be ended.
    func isWorkedOff() async throws -> Bool {
        try await store.counts().allSatisfy { $0.value == 0 || $0.key.isFinal }
    }

    /// How many segments a daemon holds.
    func leases() async throws -> Int { try await store.running().count }

    /// How many segments are streamed and have brought text.
    func streamsWithText() async throws -> Int { try await store.running().count { $0.received > 0 } }

    /// How a job's attempts ended, in order.
    func outcomes(of job: Job.ID) async throws -> [String] {
        try await store.attempts(of: job).map { $0.outcome?.rawValue ?? "none" }
    }

    /// How many daemons have announced themselves and not taken their leave.
    func daemons() async throws -> Int { try await store.daemons().count }

    /// Waits for a moment, or for the end of all work, whichever comes first.
    func reach(_ moment: Moment, from start: ContinuousClock.Instant) async throws {
        switch moment {
        case .characters(let wanted):
            try await eventually("\(wanted) characters are on disk") {
                if try await isWorkedOff() { return true }
                return try await characters() >= wanted
            }
        // Whatever has come about by then: the moment itself is what is tried.
        case .time(let time): try await Task.sleep(until: start + time, clock: .continuous)
        }
    }
}
