public import Translation

/// What the daemon does in one line, as `systemctl status` shows it: “12 streaming, 340 queued, hosted waits until 14:32”.
public struct StatusLine: Sendable, Equatable {
    /// The line.
    public let text: String

    /// - Parameters:
    ///   - streaming: How many streams run in this daemon.
    ///   - counts: How many jobs are in each state.
    ///   - gates: The closed gates.
    ///   - now: The time.
    public init(streaming: Int, counts: [JobStateName: Int], gates: [Gate], now: Timestamp) {
        var parts: [String] = []
        if streaming > 0 { parts.append("\(streaming) streaming") }
        for state in [JobStateName.queued, .waiting, .paused] {
            if let count = counts[state], count > 0 { parts.append("\(count) \(state.rawValue)") }
        }
        parts += gates.map { gate in
            if gate.reason.needsPerson { return "\(gate.endpoint) refuses us: tolmach status tells what to do" }
            guard gate.opensAt > now else { return "\(gate.endpoint) is asked again" }
            return "\(gate.endpoint) waits until \(LocalTime.clock(gate.opensAt))"
        }
        text = parts.isEmpty ? "idle, nothing is queued" : parts.joined(separator: ", ")
    }
}
