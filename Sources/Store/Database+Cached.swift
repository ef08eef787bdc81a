import GRDB

extension Database {
    /// Executes one statement whose text is always the same, and keeps it compiled.
    ///
    /// Compiling took an eighth of all processor time where jobs are small (see `Tests/Benchmark`). Not for texts that
    /// differ, as with lists of numbers: each would be kept.
    func run(_ statement: SQL) throws {
        let (text, arguments) = try statement.build(self)
        try cachedStatement(sql: text).execute(arguments: arguments)
    }
}
