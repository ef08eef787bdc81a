import Logging
import Store
import Translation

/// Puts together the documents whose segments are all done, writes them, and marks their jobs as completed.
///
/// Nothing is remembered between the two: a crash in between does both again.
struct Finisher: Sendable {
    let store: Store
    let time: TimeSource
    let logger: Logger

    /// How long a document waits for room on its disk.
    private static let diskDelay = Duration.seconds(30)

    func finishAll() async throws {
        for job in try await store.jobsToFinish() {
            try await finish(job)
        }
    }

    private func finish(_ job: Job) async throws {
        var logger = logger
        logger[metadataKey: "job"] = "\(job.id)"
        if let path = job.outputPath {
            let segments = try await store.segments(of: job.id)
            let bytes: [UInt8]
            do throws(UnreadableLayout) {
                bytes = try Document.assemble(segments, as: job.documentFormat)
            } catch {
                logger.warning("finished document could not be put together", metadata: ["error": "\(error)"])
                return try await store.failToFinish(job.id, error.failure, now: time.now())
            }
            do {
                try OutputFile.write(bytes, to: path)
            } catch  where error.isOutOfSpace {
                logger.error("no room for a finished document", metadata: ["path": "\(path)"])
                return try await store.postponeFinish(job.id, until: time.now() + Self.diskDelay)
            } catch {
                let failure = JobFailure(
                    kind: "output", message: "\(error)",
                    hint: "The translation is complete: tolmach get \(job.id) -o FILE. "
                        + "Or make the folder writable for the daemon, then: tolmach retry \(job.id)")
                logger.warning("finished document could not be written", metadata: ["error": "\(error)"])
                return try await store.failToFinish(job.id, failure, now: time.now())
            }
        }
        try await store.complete(job.id, now: time.now())
        logger.notice("job completed", metadata: ["name": "\(job.name)", "language": "\(job.targetLanguage)"])
    }
}
