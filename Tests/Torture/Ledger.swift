/// What was asked of each job and what was answered: from it follows how each job may stand.
///
/// A value, without I/O: the commands are run elsewhere.
struct Ledger: Sendable {
    /// One document into one language.
    struct Key: Hashable, Sendable {
        let document: Int
        let language: String
    }

    /// What a person has decided about a job.
    enum Fate: String, Sendable {
        case runs, paused, cancelled
    }

    /// A verb that changes a job.
    enum Verb: String, Sendable, CaseIterable {
        case pause, resume, cancel, retry

        /// From what it leads.
        fileprivate var from: Set<Fate> {
            switch self {
            case .pause: [.runs]
            case .resume: [.paused]
            case .cancel: [.runs, .paused]
            case .retry: [.cancelled, .runs]
            }
        }

        /// To what it leads.
        fileprivate var fate: Fate {
            switch self {
            case .pause: .paused
            case .resume, .retry: .runs
            case .cancel: .cancelled
            }
        }
    }

    /// What a command said.
    enum Reply: Sendable, Equatable {
        /// It was killed before it said anything: it was done, or it was not.
        case none
        /// It was done.
        case done
        /// It was not done, since the job stands like this.
        case unchanged(state: String)
    }

    /// A job, or what may be one.
    struct Entry: Sendable {
        let key: Key
        /// Its number, once an `add` has told it.
        var id: Int64?
        /// All that it may stand like.
        var fates: Set<Fate> = [.runs]
        /// It was seen completed, which is for ever.
        var isCompleted = false
        /// A cancel was tried: the same document may now be added as another job.
        var mayBeForgotten = false
    }

    private(set) var entries: [Key: Entry] = [:]

    /// An `add` was typed.
    mutating func began(_ key: Key) { entries[key] = entries[key] ?? Entry(key: key) }

    /// An `add` has told a number.
    ///
    /// - Returns: What is wrong with it.
    mutating func acknowledged(_ key: Key, _ id: Int64) -> String? {
        guard var entry = entries[key] else { return "job \(id) was never asked for" }
        if let known = entry.id, known != id {
            return "the same document into \(key.language) is job \(known), and was made job \(id) as well"
        }
        if let other = entries.values.first(where: { $0.id == id && $0.key != key }) {
            return "the number \(id) was given twice: \(other.key) and \(key)"
        }
        entry.id = id
        entries[key] = entry
        return nil
    }

    /// A verb was tried on a job.
    ///
    /// - Returns: What is wrong with the reply.
    mutating func tried(_ verb: Verb, _ key: Key, _ reply: Reply) -> String? {
        guard var entry = entries[key] else { return nil }
        defer { entries[key] = entry }
        if verb == .cancel { entry.mayBeForgotten = true }
        switch reply {
        case .none:
            if !entry.fates.isDisjoint(with: verb.from), !entry.isCompleted { entry.fates.insert(verb.fate) }
            return nil
        case .done:
            let wasPossible = !entry.fates.isDisjoint(with: verb.from) && !entry.isCompleted
            let before = entry.description
            entry.fates = [verb.fate]
            return wasPossible ? nil : "\(verb.rawValue) had an effect on a job that was \(before)"
        case .unchanged(let state): return entry.saw(state)
        }
    }

    /// A job was seen in a state.
    ///
    /// - Returns: What is wrong with it.
    mutating func saw(_ key: Key, _ state: String) -> String? {
        guard var entry = entries[key] else { return nil }
        defer { entries[key] = entry }
        return entry.saw(state)
    }

    /// How many jobs are still to be worked on, as far as is known.
    ///
    /// Those without a number may not be there at all.
    var open: Int { entries.values.count { $0.id != nil && !$0.isCompleted && $0.fates.contains(.runs) } }
}

extension Ledger.Entry: CustomStringConvertible {
    var description: String {
        "\(id.map { "job \($0)" } ?? "unacknowledged") (\(isCompleted ? "completed" : fates.map(\.rawValue).sorted().joined(separator: " or ")))"
    }

    fileprivate mutating func saw(_ state: String) -> String? {
        let fate: Ledger.Fate? =
            switch state {
            case "queued", "running", "waiting", "completed": .runs
            case "paused": .paused
            case "cancelled": .cancelled
            default: nil
            }
        guard let fate, fates.contains(fate), !isCompleted || state == "completed" else {
            return "\(self) was found \(state)"
        }
        fates = [fate]
        if state == "completed" { isCompleted = true }
        return nil
    }
}
