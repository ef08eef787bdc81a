import Synchronization
import Testing

/// How often each misbehaviour was joined exactly right, in each script; printed once the suite has run.
final class SeamTally: SuiteTrait, TestScoping, Sendable {
    struct Count {
        var (cases, exact, inDoubt, wrong) = (0, 0, 0, 0)
    }

    static let shared = SeamTally()
    private let counts = Mutex<[String: Count]>([:])

    func add(_ count: Count, _ misbehaviour: Misbehaviour, _ script: Script) {
        counts.withLock { $0[misbehaviour.rawValue + script.rawValue] = count }
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await function()
        if testCase == nil { print(table) }
    }

    private var table: String {
        let counts = counts.withLock { $0 }
        func cell(_ count: Count?) -> String {
            guard let count, count.cases > 0 else { return "–" }
            let share = Double(count.exact * 1000 / count.cases) / 10
            return "\(share)"
        }
        func pad(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let names = Script.allCases.map { String($0.rawValue.prefix(8)) }
        var lines = [
            "Joined exactly, in per cent. In doubt: too little is known to be exact but by luck, and a duplicate is kept.",
            "Wrong: not exact, although enough is known.",
        ]
        lines.append(pad("", 26) + (["cases", "in doubt", "wrong", "all"] + names).map { pad($0, 9) }.joined())
        for misbehaviour in Misbehaviour.allCases {
            let row = Script.allCases.map { counts[misbehaviour.rawValue + $0.rawValue] }
            let all = row.compactMap(\.self).reduce(into: Count()) { sum, count in
                sum.cases += count.cases
                sum.exact += count.exact
                sum.inDoubt += count.inDoubt
                sum.wrong += count.wrong
            }
            let cells = ["\(all.cases)", "\(all.inDoubt)", "\(all.wrong)", cell(all)] + row.map(cell)
            lines.append(pad(misbehaviour.rawValue, 26) + cells.map { pad($0, 9) }.joined())
        }
        return lines.joined(separator: "\n")
    }
}
