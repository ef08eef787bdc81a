import ArgumentParser
import Store
import Translation

/// Which jobs a verb is for: numbers, ranges of them, or all in a state.
struct JobSelection: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Job numbers, and ranges of them from the lower to the higher: 7 12-40.", valueName: "id"))
    var jobs: [JobRange] = []

    @Option(
        help: ArgumentHelp(
            "Jobs in this state; of the ranges, where there are some. Several with commas: failed,cancelled.",
            valueName: "state"))
    var state: JobStates?

    func validate() throws {
        guard !jobs.isEmpty || state != nil else {
            throw ValidationError("which jobs? Write their numbers (7 12-40), or --state failed")
        }
    }

    /// Whether a job is named by its own number, and not by a range or a state.
    func names(_ id: Job.ID) -> Bool { jobs.contains { $0.first == id && $0.last == id } }

    /// The numbers of the jobs, in the order in which they were written, each once.
    ///
    /// - Throws: ``CommandFailure`` where a number, or all of a range, is no job's.
    func ids(_ store: Store) async throws -> [Job.ID] {
        guard !jobs.isEmpty else { return try await store.jobIDs(in: state?.names) }
        var ids: [Job.ID] = []
        var seen: Set<Job.ID> = []
        for range in jobs {
            let found = try await store.jobIDs(from: range.first, to: range.last, in: state?.names)
            if found.isEmpty, try await store.jobIDs(from: range.first, to: range.last, limit: 1).isEmpty {
                if range.first == range.last { throw CommandFailure.noSuchJob(range.first) }
                throw CommandFailure(
                    exit: .noSuchJob, message: "there is no job from \(range.first) to \(range.last)",
                    hint: "tolmach list shows the jobs that are there.")
            }
            ids += found.filter { seen.insert($0).inserted }
        }
        return ids
    }
}

/// A job's number, or a range of them with both ends: `7`, `12-40`.
struct JobRange: ExpressibleByArgument, Equatable {
    let first: Job.ID
    let last: Job.ID

    init?(argument: String) {
        let ends = argument.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = ends.first.flatMap({ Job.ID($0) }), first > 0 else { return nil }
        guard ends.count == 2 else {
            (self.first, last) = (first, first)
            return
        }
        guard let last = Job.ID(ends[1]), last >= first else { return nil }
        (self.first, self.last) = (first, last)
    }
}

/// States of jobs, separated by commas.
struct JobStates: ExpressibleByArgument, Equatable {
    let names: Set<JobStateName>

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        let names = words.compactMap { JobStateName(rawValue: String($0)) }
        guard names.count == words.count else { return nil }
        self.names = Set(names)
    }

    static let allValueStrings = JobStateName.allCases.map(\.rawValue)
}
