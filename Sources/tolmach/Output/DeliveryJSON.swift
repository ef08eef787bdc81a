import Translation

/// What was told of a job's end, and what is to be, as `show --json` prints it.
struct DeliveryJSON: Encodable {
    let channel: String
    let event: String
    let message: String
    /// `waiting`, `delivered` or `failed`.
    let state: String
    let tries: Int
    let error: Nullable<String>
    let waitingUntil: Nullable<String>
    let endedAt: Nullable<String>

    init(_ delivery: Delivery) {
        channel = delivery.channel.rawValue
        event = delivery.event.rawValue
        message = delivery.message
        tries = delivery.tries
        error = Nullable(delivery.error)
        let (until, end): (Timestamp?, Timestamp?)
        switch delivery.state {
        case .waiting(let time): (state, until, end) = ("waiting", time, nil)
        case .delivered(let at): (state, until, end) = ("delivered", nil, at)
        case .failed(let at): (state, until, end) = ("failed", nil, at)
        }
        waitingUntil = Nullable(until.map(JSONText.time))
        endedAt = Nullable(end.map(JSONText.time))
    }
}
