import ScriptedEndpoint
import Support

/// One entry of `attempts_log`, as `show --json` prints it.
struct LoggedAttempt {
    let json: JSON

    var segment: Int { integer("segment") }
    var number: Int { integer("number") }
    var characters: Int { integer("characters") }
    var prefix: Int { integer("prefix_characters") }
    var outcome: String? { json["outcome"]?.string }
    var error: String? { json["error"]?.string }

    private func integer(_ key: String) -> Int { json[key]?.number.map { Int($0) } ?? -1 }
}

extension Sandbox {
    /// A job as `show --json` prints it.
    func show(_ job: Int) async throws -> JSON {
        let shown = try await run("show", "\(job)", "--json")
        guard shown.code == 0, let json = shown.json else { throw Unexpected(shown) }
        return json
    }

    /// What `status --json` prints.
    func status() async throws -> JSON {
        let shown = try await run("status", "--json")
        guard shown.code == 0, let json = shown.json else { throw Unexpected(shown) }
        return json
    }

    /// Every attempt of a job, in order.
    func attempts(of job: Int) async throws -> [LoggedAttempt] {
        try await show(job)["attempts_log"]?.array?.map(LoggedAttempt.init) ?? []
    }

    /// How many characters each attempt brought that the one before it had brought already.
    func charactersBroughtAgain(_ job: Int) async throws -> [Int] {
        let attempts = try await attempts(of: job)
        return Dictionary(grouping: attempts, by: \.segment).values.flatMap { log in
            zip(log, log.dropFirst()).map { before, after in before.prefix + before.characters - after.prefix }
        }
    }
}

/// A command that did not do what everything after it builds on.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ finished: Finished) { description = "unexpected: \(finished)" }
}
