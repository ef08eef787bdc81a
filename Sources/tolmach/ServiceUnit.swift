import Foundation

/// The daemon as a unit of systemd's, where it is installed as one.
enum ServiceUnit {
    /// The command that starts the daemon of a queue: the unit of the machine for the machine's queue, else by hand.
    static func startCommand(for database: String) -> String {
        guard database.hasPrefix(Locations.systemFolder + "/"), isInstalled else { return "tolmach serve" }
        return "sudo systemctl start tolmach"
    }

    /// Whether systemd runs this machine (sd_booted(3)) and knows the unit.
    static var isInstalled: Bool {
        SystemQuery.hasSystemd
            && ["/etc", "/usr/local/lib", "/usr/lib", "/lib"].contains { folder in
                FileManager.default.fileExists(atPath: "\(folder)/systemd/system/tolmach.service")
            }
    }
}
