import Store

/// Ticks once at first, and then each time another process has written to the queue; at least once a second, for what
/// time alone changes.
struct DatabaseChanges: AsyncSequence {
    let store: Store
    var deadline: ContinuousClock.Instant?
    var interval = Duration.milliseconds(100)

    struct Iterator: AsyncIteratorProtocol {
        let changes: DatabaseChanges
        var version: Int?
        var isFirst = true

        mutating func next() async throws -> Void? {
            let begin = ContinuousClock.now
            while true {
                let current = try await changes.store.dataVersion()
                let hasChanged = current != version
                version = current
                if isFirst || hasChanged || begin.duration(to: .now) >= .seconds(1) {
                    isFirst = false
                    return ()
                }
                if let deadline = changes.deadline, deadline <= .now { return nil }
                // SQLite tells no other process of a change: it has to be looked for.
                try await Task.sleep(for: changes.interval)
            }
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(changes: self) }
}
