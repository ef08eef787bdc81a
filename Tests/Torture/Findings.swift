import Synchronization

/// What was found to be wrong: each is a violation of what the program promises.
final class Findings: Sendable {
    private let all = Mutex<[String]>([])

    /// More than so many say nothing new, and the run ends early.
    private static let enough = 20

    var count: Int { all.withLock(\.count) }
    var isEmpty: Bool { count == 0 }
    var isEnough: Bool { count >= Self.enough }

    func add(_ finding: String) {
        all.withLock { $0.append(finding) }
        Console.line("VIOLATION: \(finding)")
    }

    /// Takes down what is there, if anything.
    func add(_ finding: String?) {
        if let finding { add(finding) }
    }
}
