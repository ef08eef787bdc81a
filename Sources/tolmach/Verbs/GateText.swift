import Translation

/// What is said of a closed gate.
enum GateText {
    /// In one line: which endpoint, until when, and why.
    static func line(_ gate: Gate, now: Timestamp) -> String {
        let until =
            gate.opensAt > now
            ? "is left alone until \(HumanText.time(gate.opensAt, now: now))" : "is asked whether it is back"
        return "Endpoint \(Output.label(gate.endpoint)) \(until): \(reason(gate))"
    }

    /// Why it is closed, in the endpoint's own words.
    static func reason(_ gate: Gate) -> String { Output.label(gate.message) }

    /// What a person can do; nil where time will do it.
    static func advice(_ gate: Gate) -> String? {
        switch gate.reason {
        case .unauthorized:
            "set the right key (TOLMACH_API_KEY, api_key_file, \(APIKeySource.keyFolder)) and restart the daemon; the jobs are kept"
        case .paymentRequired: "the account behind the key needs credit; tolmach retry ID asks again at once"
        case .unreachable: "is it running, and is base_url right? tolmach doctor asks it"
        case .budget: "to go on today, raise budget in the configuration and reload the daemon"
        case .rateLimited, .overloaded: nil
        }
    }
}
