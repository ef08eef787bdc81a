import Foundation

/// Programs as they were built beside the tests.
enum BuiltProgram {
    /// Thrown where there is none.
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "there is no \(path), beside the tests; build it first: swift build" }
    }

    /// Where one is: in the folder of the tests' own executable, whatever the configuration and the scratch path.
    static func path(of name: String) throws -> String {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = tests.deletingLastPathComponent()
        // On macOS the tests' executable is in a bundle: …/tolmachPackageTests.xctest/Contents/MacOS/….
        while folder.path != "/", folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
        let path = folder.appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        return path
    }
}
