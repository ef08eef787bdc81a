import Foundation

/// Where the configuration and the database are when nobody says so (XDG Base Directory Specification 0.8).
enum Locations {
    /// The configuration's file: as told, else in the user's folder, else in `/etc`; nil where there is none.
    static func configurationFile(flag: String?, _ environment: [String: String]) -> String? {
        if let told = flag ?? environment["TOLMACH_CONFIG"], !told.isEmpty { return told }
        let user = folder("XDG_CONFIG_HOME", ".config", environment) + "/tolmach/config.yaml"
        return [user, "/etc/tolmach/config.yaml"].first { FileManager.default.fileExists(atPath: $0) }
    }

    /// Where a user's own unit takes keys from, each in a file of its endpoint's name.
    static func userKeyFolder(_ environment: [String: String]) -> String {
        folder("XDG_CONFIG_HOME", ".config", environment) + "/tolmach/keys"
    }

    /// The folder of the machine's own queue.
    static let systemFolder = "/var/lib/tolmach"

    /// The database's file: the system's where that folder is there and may be written, else the user's.
    static func database(_ environment: [String: String]) -> String {
        if access(systemFolder, W_OK | X_OK) == 0 { return systemFolder + "/tolmach.db" }
        return folder("XDG_STATE_HOME", ".local/state", environment) + "/tolmach/tolmach.db"
    }

    private static func folder(_ name: String, _ fallback: String, _ environment: [String: String]) -> String {
        // The specification: a path that is not absolute is to be ignored.
        if let path = environment[name], path.hasPrefix("/") { return path }
        return (environment["HOME"] ?? NSHomeDirectory()) + "/" + fallback
    }
}
