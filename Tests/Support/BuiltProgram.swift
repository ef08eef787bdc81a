import Foundation

/// The program as it was built beside the tests.
enum TolmachBinary {
    /// Thrown where there is none.
    struct Missing: Error, CustomStringConvertible {
        let folder: String
        var description: String { "no tolmach in \(folder), beside the tests; build it first: swift build" }
    }

    /// Where it is: in the folder of the tests' own executable, whatever the configuration and the scratch path.
    static var path: String {
        get throws {
            let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            var folder = tests.deletingLastPathComponent()
            // On macOS the tests' executable is in a bundle: …/tolmachPackageTests.xctest/Contents/MacOS/….
            while folder.path != "/", folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
            let path = folder.appendingPathComponent("tolmach").path
            guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(folder: folder.path) }
            return path
        }
    }
}
