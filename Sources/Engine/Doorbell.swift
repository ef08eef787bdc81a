/// Wakes one waiting loop; rings while it is busy are remembered as one.
struct Doorbell: Sendable {
    /// The rings, one at a time; ends when the waiting task is cancelled.
    let rings: AsyncStream<Void>
    private let button: AsyncStream<Void>.Continuation

    init() {
        (rings, button) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { button.yield() }

    /// Rings when the task is cancelled that waits here, and not before.
    ///
    /// For a loop in the body of a task group: an error in one of the group's tasks cancels the others, but not the body.
    func ringWhenCancelled() async {
        let silent = Doorbell()
        for await _ in silent.rings {}
        ring()
    }
}
