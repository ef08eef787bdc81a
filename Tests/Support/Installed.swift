import Foundation

/// The programs of this machine that tests compare with.
public enum Installed {
    /// Whether all of some programs can be run by their names.
    public static func has(_ programs: String...) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return programs.allSatisfy { program in
            folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
    }
}
