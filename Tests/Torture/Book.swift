import Support
import Synchronization

/// The ledger and the documents of a run, for all who work on it.
final class Book: Sendable {
    static let languages = ["es", "fr", "de", "it"]

    private let state = Mutex((ledger: Ledger(), documents: [TestDocument](), isOpen: true))

    /// Draws a new document, which nobody has yet added.
    func newDocument(_ chance: inout SeededGenerator) throws -> TestDocument {
        var copy = chance
        defer { chance = copy }
        return try state.withLock { state in
            let document = try TestDocument(number: state.documents.count + 1, &copy)
            state.documents.append(document)
            return document
        }
    }

    func document(_ key: Ledger.Key) -> TestDocument { state.withLock { $0.documents[key.document - 1] } }

    var entries: [Ledger.Entry] {
        state.withLock { $0.ledger.entries.values }
            .sorted { ($0.key.document, $0.key.language) < ($1.key.document, $1.key.language) }
    }

    /// The entries of documents that one clerk alone deals with: no two work on the same job.
    func entries(of clerk: Int, among clerks: Int) -> [Ledger.Entry] {
        entries.filter { $0.key.document % clerks == clerk }
    }

    /// Whether more is killed, typed and refused.
    var isOpen: Bool { state.withLock(\.isOpen) }

    /// Ends the day.
    func close() { state.withLock { $0.isOpen = false } }

    /// How many jobs are on their way.
    var open: Int { state.withLock { $0.ledger.open } }

    func update<Value: Sendable>(_ change: (inout Ledger) -> Value) -> Value {
        state.withLock { change(&$0.ledger) }
    }
}
