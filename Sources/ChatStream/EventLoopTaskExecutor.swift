import AsyncHTTPClient
import NIOCore

/// Runs tasks on an event loop.
///
/// So the reader of an answer goes on where its bytes come in: without a change of threads for each read, which is what
/// most of the time went to while chunks come one by one (see `Tests/Benchmark`). What runs there must not block.
final class EventLoopTaskExecutor: TaskExecutor {
    /// One for each event loop of the HTTP client's.
    private static let ofAll = Dictionary(
        uniqueKeysWithValues: HTTPClient.defaultEventLoopGroup.makeIterator().map { eventLoop in
            (ObjectIdentifier(eventLoop), EventLoopTaskExecutor(eventLoop))
        })

    private let eventLoop: any EventLoop

    private init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// The one that all tasks on an event loop share.
    static func of(_ eventLoop: any EventLoop) -> EventLoopTaskExecutor {
        ofAll[ObjectIdentifier(eventLoop)] ?? EventLoopTaskExecutor(eventLoop)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
