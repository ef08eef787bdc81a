import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

/// One document at an endpoint that answers by a script, and what came of it.
struct Trial: Sendable {
    let state: JobState
    /// The translation, as `get --partial` has it.
    let text: String
    let requests: [RecordedRequest]
    let attempts: [Attempt]
    /// What the daemon has logged.
    let log: [String]

    /// Why the job failed; nil where it has not.
    var failure: JobFailure? {
        if case .failed(_, let failure) = state { failure } else { nil }
    }

    /// What the daemon has said of gates that closed.
    var closings: [String] { log.filter { $0.contains("left alone") || $0.contains("refuses us") } }

    /// What the requests were about: `fresh`, or the text that was to be continued.
    var received: [String] { requests.map { $0.received ?? "fresh" } }
}

/// Runs a daemon over one document of one segment, until its job has ended.
func trial(
    _ source: String, into target: String = "es", from origin: String? = nil, _ craft: Craft = Craft(),
    _ respond: @escaping ScriptedEndpoint.Responder
) async throws -> Trial {
    var trial: Trial?
    try await withWorkshop(respond) { workshop in
        let job = try await workshop.add(source, into: target, from: origin)
        let log = LogLines()
        var craft = craft
        craft.logger = log.logger
        let state = try await withDaemon(in: workshop, craft) { _ in try await workshop.end(of: job) }
        let segments = try await workshop.store.segments(of: job)
        try #require(segments.count == 1, "a trial is of one segment")
        trial = Trial(
            state: state, text: segments[0].text, requests: workshop.endpoint.requests,
            attempts: try await workshop.store.attempts(of: job), log: log.lines)
    }
    return try #require(trial)
}

extension Answer {
    /// Pieces of content, then events as they are written here, and how it ends.
    static func events(_ texts: [String], then events: [String], ending: Ending? = nil) -> Answer {
        let pieces = Answer.events(texts, finish: nil, done: false)
        return Answer(steps: pieces.steps.dropLast() + Answer.body(events, ending: ending).steps.dropFirst())
    }
}

extension String {
    /// What is shown of a text that did not end well: up to its last whole word.
    var shown: String { String(Transcript(settled: self).visible) }
}

/// The data of an event with a piece of content, and of one with a finish reason.
enum Event {
    static func content(_ text: String) -> String {
        #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}]}"# + "\n\n"
    }

    static func finish(_ reason: String) -> String {
        #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"\#(reason)"}]}"# + "\n\n"
    }

    static func data(_ json: String) -> String { "data: \(json)\n\n" }
}
