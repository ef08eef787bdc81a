import Support
import Testing
import Translation

@testable import Store

@Suite("A list of jobs in several states", .light, .timeLimit(.minutes(40)))
struct ListingTests {
    private static let states: [Set<JobStateName>] = [
        [.waiting], [.queued, .waiting], [.paused, .cancelled], Set(JobStateName.allCases),
    ]

    @Test(
        "has those of all jobs that are in them, in the order of all jobs, behind a closed gate too",
        arguments: JobFilter.Order.allCases)
    func orders(order: JobFilter.Order) async throws {
        try await withStore { store in
            // So many of each job's four segments are done; the last two jobs are another endpoint's.
            let done = [1, 3, 0, 2, 3, 1, 2, 0]
            var jobs: [Job.ID] = []
            for index in done.indices {
                jobs.append(try await store.add(["a", "b", "c", "d"], endpoint: index < 6 ? "main" : "spare"))
            }
            let endpoints = ["main", "spare"].map {
                Store.AnnouncedEndpoint(name: $0, baseURL: "http://127.0.0.1:1/v1")
            }
            let daemon = try await store.register(.process(1), endpoints: endpoints, now: start)
            let claimed =
                try await store.claim(24, for: daemon) + (try await store.claim(8, for: daemon, endpoint: "spare"))
            #expect(claimed.count == 32)
            for segment in claimed {
                let index = try #require(jobs.firstIndex(of: segment.job))
                let isDone = segment.position < done[index]
                _ = try await store.settle(
                    segment.lease, text: isDone ? "x" : "", as: isDone ? .completed : .released, AttemptReport(),
                    now: start)
            }
            for (action, index) in [(JobAction.pause, 0), (.pause, 1), (.cancel, 2), (.cancel, 4)] {
                _ = try await store.apply(action, to: jobs[index], now: start)
            }
            let refused = try #require(try await store.claim(for: daemon).first)
            let gate = Gate(
                endpoint: "main", reason: .overloaded, message: "loading", httpStatus: 503, closedAt: start,
                opensAt: start + .seconds(20), failures: 1)
            _ = try await store.settle(
                refused.lease, text: "", as: .again(notBefore: start, reason: .endpoint, tries: 0, error: "loading"),
                AttemptReport(), at: "main", news: .closed(gate), now: start)

            for isReversed in [false, true] {
                var filter = JobFilter(limit: 100)
                (filter.order, filter.isReversed) = (order, isReversed)
                let all = try await store.jobs(filter)
                #expect(all.count == done.count && all.count { $0.state.name == .waiting } > 1)
                for states in Self.states {
                    let wanted = all.filter { states.contains($0.state.name) }.map(\.id)
                    for limit in [100, 2] {
                        (filter.states, filter.limit) = (states, limit)
                        let found = try await store.jobs(filter).map(\.id)
                        #expect(found == Array(wanted.prefix(limit)), "\(states), by \(order), \(limit) at most")
                    }
                }
            }
        }
    }
}
