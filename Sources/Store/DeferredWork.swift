import GRDB

/// Work with its waiting caller, whatever it returns.
protocol DeferredWork: Sendable {
    /// Runs it; the result is a closure that wakes the caller after the commit.
    func run(_ database: Database) throws -> @Sendable () -> Void
    func fail(with error: any Error)
}

/// A piece of work of which the caller waits for the result.
struct Work<T: Sendable>: DeferredWork {
    let body: @Sendable (Database) throws -> T
    let continuation: UnsafeContinuation<T, any Error>

    func run(_ database: Database) throws -> @Sendable () -> Void {
        do {
            var result: T?
            try database.inSavepoint {
                result = try body(database)
                return .commit
            }
            guard let result else { throw CancellationError() }
            return { [continuation] in continuation.resume(returning: result) }
        } catch let error as DatabaseError where error.resultCode != .SQLITE_CONSTRAINT {
            throw error  // concerns the whole transaction
        } catch {
            return { [continuation] in continuation.resume(throwing: error) }
        }
    }

    func fail(with error: any Error) {
        continuation.resume(throwing: error)
    }
}
