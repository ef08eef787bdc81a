import GRDB
public import Translation

/// Which jobs are wanted, and in which order.
public struct JobFilter: Sendable {
    /// By what jobs are put in order.
    public enum Order: String, Sendable, CaseIterable {
        case id, name, state, priority, progress, added, ended
    }

    /// Only jobs in one of these states; nil takes all.
    public var states: Set<JobStateName>?
    /// Only jobs into this language.
    public var target: String?
    /// Only jobs that name this endpoint.
    public var endpoint: String?
    /// Only jobs whose name has this in it, whatever the case of ASCII letters; `*` and `?` stand for anything.
    public var name: String?
    /// Only jobs that were added at this time or later.
    public var since: Timestamp?
    /// By what they are put in order; by number, newest first, takes no longer however many jobs there are.
    public var order = Order.id
    /// Whether the order is turned round.
    public var isReversed = false
    /// At most so many.
    public var limit: Int

    /// All jobs, newest first.
    public init(limit: Int) { self.limit = limit }

    /// What is asked of each row of `jobs`, but for its state, which depends on gates.
    var conditions: [SQL] {
        var conditions: [SQL] = []
        if let target { conditions.append("target_language = \(target)") }
        if let endpoint { conditions.append("endpoint = \(endpoint)") }
        if let since { conditions.append("created_at >= \(since.milliseconds)") }
        if let name {
            let pattern = name.contains { "*?".contains($0) } ? name : "*\(name)*"
            // Sets of characters are not offered: a bracket is itself.
            conditions.append("lower(name) GLOB lower(\(pattern.replacing("[", with: "[[]")))")
        }
        return conditions
    }

    /// How rows of `jobs` are put in order.
    var ordering: SQL {
        // Big, new and urgent first; names and states as in a dictionary.
        let (key, isDescending): (SQL, Bool) =
            switch order {
            case .id: ("id", true)
            case .name: ("name COLLATE NOCASE", false)
            case .state: ("state", false)
            case .priority: ("priority", true)
            case .progress: ("CASE WHEN characters = 0 THEN 1.0 ELSE 1.0 * characters_done / characters END", true)
            case .added: ("created_at", true)
            case .ended: ("finished_at", true)
            }
        let direction: SQL = isDescending != isReversed ? "DESC" : "ASC"
        return order == .id ? "\(key) \(direction)" : "\(key) \(direction), id DESC"
    }
}
