import Translation

/// What is said of telling others of a job's end.
enum DeliveryText {
    /// `completed, by webhook: waits until 14:40, after 2 tries: status 500`.
    static func line(_ delivery: Delivery, now: Timestamp) -> String {
        let error = delivery.error.map { ": " + Output.label($0) } ?? ""
        let tries = delivery.tries > 0 ? ", after \(delivery.tries) \(delivery.tries == 1 ? "try" : "tries")" : ""
        let state =
            switch delivery.state {
            case .waiting(let until) where until > now: "waits until \(HumanText.time(until, now: now))" + tries + error
            case .waiting: "waits to be told" + tries + error
            case .delivered(let at): "told \(HumanText.time(at, now: now))"
            case .failed(let at): "failed \(HumanText.time(at, now: now))" + error
            }
        return "\(delivery.event.rawValue), by \(delivery.channel.rawValue): \(state)"
    }
}
