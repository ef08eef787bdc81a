import Synchronization

/// The sentences of SQL that a connection ran, in their order.
final class SQLRecord: Sendable {
    private let sentences = Mutex([String]())

    var statements: [String] { sentences.withLock { $0 } }

    func add(_ sql: String) { sentences.withLock { $0.append(sql) } }
}
