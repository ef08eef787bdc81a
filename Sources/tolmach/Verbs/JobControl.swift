import ArgumentParser
import Engine
import Store
import Translation

/// What the verbs that act on jobs have in common.
struct JobControl: ParsableArguments {
    @Argument(help: ArgumentHelp("The jobs' numbers.", valueName: "id"))
    var ids: [Int64]

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    private struct ResultJSON: Encodable {
        let id: Int64
        let changed: Bool
        let state: String
    }

    /// Does it to each job in turn, and says afterwards what could not be done.
    func apply(_ action: JobAction) async throws {
        let store = try global.store(try global.settings())
        var results: [ResultJSON] = []
        var problem: CommandFailure?
        for id in ids {
            switch try await store.apply(action, to: id, now: TimeSource.system.now()) {
            case .done: results.append(ResultJSON(id: id, changed: true, state: try await state(id, store)))
            case .unchanged(let state): results.append(ResultJSON(id: id, changed: false, state: state.rawValue))
            case .refused(let state):
                results.append(ResultJSON(id: id, changed: false, state: state.rawValue))
                problem =
                    problem
                    ?? CommandFailure(
                        exit: .failure, message: "job \(id) is \(state.rawValue), so it cannot be \(action.participle)",
                        hint: advice(action, state, id))
            case .noSuchJob: problem = problem ?? .noSuchJob(id)
            }
        }
        if output.json {
            try JSONText.print(results)
        } else {
            for result in results { Output.line("\(result.id) \(result.state)") }
        }
        if let problem { throw problem }
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
