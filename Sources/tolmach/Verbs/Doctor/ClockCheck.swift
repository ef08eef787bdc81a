import Translation

/// Looks whether the machine's clock can be trusted: waits, leases and signatures go by it.
struct ClockCheck {
    /// Whether the kernel holds the clock for synchronised; nil where it does not say.
    let isSynchronised: Bool?
    /// The latest time that the queue has seen; nil where there is no queue.
    let latest: Timestamp?
    let now: Timestamp

    /// So far behind what the queue has seen, and the clock was set back.
    private static let tolerance = Duration.seconds(60)

    /// What the kernel says, which systemd tells (timedatectl(1)): by whatever program the clock is kept.
    static var kernelSaysSynchronised: Bool? {
        guard SystemQuery.hasSystemd,
            let answer = SystemQuery.output(of: "/usr/bin/timedatectl", "show", "--property=NTPSynchronized", "--value")
        else { return nil }
        return answer.hasPrefix("yes") ? true : answer.hasPrefix("no") ? false : nil
    }

    func findings() -> [Finding] {
        if let latest, latest - now > Self.tolerance {
            return [
                Finding(
                    .warning, "clock", check: "time",
                    "shows \(HumanText.duration(latest - now)) less than when the queue was last written",
                    hint: "Set it right; until then jobs may wait longer than they should.")
            ]
        }
        guard isSynchronised != false else {
            return [
                Finding(
                    .note, "clock", check: "time", "nobody keeps it right (NTP)",
                    hint: "timedatectl set-ntp true; a clock that jumps makes jobs wait too long or too short.")
            ]
        }
        return [Finding(.ok, "clock", check: "time", isSynchronised == nil ? "plausible" : "synchronised")]
    }
}
