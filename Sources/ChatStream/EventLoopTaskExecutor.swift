import NIOCore

/// Runs tasks on an event loop.
///
/// So the reader of an answer goes on where its bytes come in: without a change of threads for each read, which is what
/// most of the time went to while chunks come one by one (see `Tests/Benchmark`). What runs there must not block.
final class EventLoopTaskExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
