import Foundation

/// A folder of its own for one test.
public struct TemporaryFolder: Sendable {
    /// Where it is.
    public let path: String

    /// The path of a file in it.
    public func file(_ name: String) -> String { path + "/" + name }
}

/// Makes a folder, and removes it with all that is in it when `body` is through.
public func withTemporaryFolder<T>(
    isolation: isolated (any Actor)? = #isolation, _ body: (TemporaryFolder) async throws -> T
) async throws -> T {
    let url = FileManager.default.temporaryDirectory.appending(path: "tolmach-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let result: Result<T, any Error>
    do { result = .success(try await body(TemporaryFolder(path: url.path))) } catch { result = .failure(error) }
    try FileManager.default.removeItem(at: url)
    return try result.get()
}
