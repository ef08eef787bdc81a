/// A numbered step of the database's schema.
public struct Migration: Sendable {
    /// The name of the file, which is also its name in the database's own list.
    public let name: String
    /// The SQL, run in one transaction.
    public let sql: String

    /// All steps, oldest first.
    ///
    /// The list only ever grows: a step that was released is never changed.
    public static let all = [
        Migration(name: "0001_initial", sql: String(decoding: PackageResources._001_initial_sql, as: UTF8.self)),
        Migration(name: "0002_gates", sql: String(decoding: PackageResources._002_gates_sql, as: UTF8.self)),
        Migration(name: "0003_documents", sql: String(decoding: PackageResources._003_documents_sql, as: UTF8.self)),
        Migration(name: "0004_memory", sql: String(decoding: PackageResources._004_memory_sql, as: UTF8.self)),
        Migration(name: "0005_operations", sql: String(decoding: PackageResources._005_operations_sql, as: UTF8.self)),
        Migration(name: "0006_leases", sql: String(decoding: PackageResources._006_leases_sql, as: UTF8.self)),
    ]
}
