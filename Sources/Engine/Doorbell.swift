/// Wakes one waiting loop; rings while it is busy are remembered as one.
struct Doorbell: Sendable {
    /// The rings, one at a time; ends when the waiting task is cancelled.
    let rings: AsyncStream<Void>
    private let button: AsyncStream<Void>.Continuation

    init() {
        (rings, button) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { button.yield() }
}
