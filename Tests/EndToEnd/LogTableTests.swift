import Foundation
import Support
import Testing

/// The README promises that every line an operator may meet is explained there.
@Suite("The README's table of log lines", .light)
struct LogTableTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The sentences that the sources log at `info` and above, with their levels.
    private static func logged() throws -> Set<String> {
        let files = try #require(
            FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil))
        var found: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /logger\.(info|notice|warning|error|critical)\(\s*"((?:[^"\\]|\\.)*)"/) {
                // What is built from a value is explained where the value comes from.
                if !match.2.hasPrefix("\\(") { found.insert("\(match.1) \(match.2)") }
            }
        }
        return found
    }

    /// The sentences of the table, with their levels.
    private static func explained() throws -> Set<String> {
        let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        return Set(
            text.matches(of: /(?m)^\| (info|notice|warning|error|critical) \| `([^`]*)` \| [^|]{10,} \|$/)
                .map { "\($0.1) \($0.2)" })
    }

    @Test("has every line of the sources, at its level, and no other")
    func complete() throws {
        let (logged, explained) = (try Self.logged(), try Self.explained())
        #expect(logged.count > 20, "the sources log something")
        #expect(logged.subtracting(explained).sorted() == [], "lines that the README does not explain")
        #expect(explained.subtracting(logged).sorted() == [], "lines that the README explains and nobody writes")
    }
}
