import ArgumentParser
import Engine
import Store
import Translation

/// What the verbs that act on jobs have in common.
struct JobControl: ParsableArguments {
    @OptionGroup var selection: JobSelection
    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    private struct ResultJSON: Encodable {
        let id: Int64
        let changed: Bool
        let state: String
    }

    /// So many jobs are changed in one transaction: enough to share a sync of the disk, few enough not to hold up a daemon.
    private static let batch = 200

    /// Does it to each job, and says afterwards what could not be done.
    func apply(_ action: JobAction, maxCost: Money? = nil) async throws {
        let store = try global.store(try global.settings())
        let ids = try await selection.ids(store)
        var results: [ResultJSON] = []
        var problem: (any Error)?
        let progress = CountedProgress(of: ids.count, action.participle)
        for start in stride(from: 0, to: ids.count, by: Self.batch) {
            progress.show(start)
            let batch = Array(ids[start..<min(start + Self.batch, ids.count)])
            let outcomes: [Store.ActionResult]
            do {
                outcomes = try await store.apply(action, to: batch, maxCost: maxCost, now: TimeSource.system.now())
            } catch {
                // What was done to those before is told all the same.
                problem = error
                break
            }
            for (id, outcome) in zip(batch, outcomes) {
                switch outcome {
                case .done: results.append(ResultJSON(id: id, changed: true, state: try await state(id, store)))
                case .unchanged(let state):
                    results.append(ResultJSON(id: id, changed: false, state: state.rawValue))
                case .refused(let state):
                    results.append(ResultJSON(id: id, changed: false, state: state.rawValue))
                    // Of many that were not named, those that it makes no sense for are not meant.
                    if selection.names(id) { problem = problem ?? refusal(action, state, id) }
                case .atCeiling(let cost, let ceiling):
                    results.append(ResultJSON(id: id, changed: false, state: try await state(id, store)))
                    problem = problem ?? CeilingText.refusal(id, action, cost: cost, ceiling: ceiling)
                case .noSuchJob: problem = problem ?? CommandFailure.noSuchJob(id)
                }
            }
        }
        progress.clear()
        if output.json {
            try JSONText.print(results)
        } else {
            for result in results { Output.line("\(result.id) \(result.state)") }
        }
        if let problem { throw problem }
        if results.isEmpty { Output.error("tolmach: no such jobs; nothing to do") }
    }

    private func refusal(_ action: JobAction, _ state: JobStateName, _ id: Job.ID) -> CommandFailure {
        CommandFailure(
            exit: .failure, message: "job \(id) is \(state.rawValue), so it cannot be \(action.participle)",
            hint: advice(action, state, id))
    }

    private func state(_ id: Job.ID, _ store: Store) async throws -> String {
        try await store.job(id)?.state.name.rawValue ?? ""
    }

    private func advice(_ action: JobAction, _ state: JobStateName, _ id: Job.ID) -> String? {
        switch (action, state) {
        case (.resume, .failed), (.resume, .cancelled): "tolmach retry \(id) starts it again with the text so far."
        case (.retry, .paused), (.retryAfresh, .paused): "tolmach resume \(id) lets it go on."
        case (.retry, .completed), (.retryAfresh, .completed): "tolmach add --force translates the document once more."
        default: nil
        }
    }
}

extension JobAction {
    fileprivate var participle: String {
        switch self {
        case .cancel: "cancelled"
        case .pause: "paused"
        case .resume: "resumed"
        case .retry, .retryAfresh: "tried again"
        }
    }
}
