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
            let bytes: [UInt8]
            let segments = try await store.segments(of: job.id)
            let original = try await store.document(of: job.id)
            do throws(UnreadableLayout) {
                bytes = try Document.assemble(segments, as: job.documentFormat, original: original)
            } catch {
                logger.warning("finished document could not be put together", metadata: ["error": "\(error)"])
                return try await store.failToFinish(job.id, error.failure, now: time.now())
            }
            guard try await put(bytes, to: path, of: job, logger) else { return }
        }
        try await store.complete(job.id, now: time.now())
        logger.notice("job completed", metadata: ["name": "\(job.name)", "language": "\(job.targetLanguage)"])
    }

    /// Writes a document to its place; false where the job has come to an end, or to a wait, by that.
    private func put(_ bytes: [UInt8], to path: String, of job: Job, _ logger: Logger) async throws -> Bool {
        do {
            try await Deposit(store: store, isDaemon: true).write(
                bytes, to: path, of: job.id, overwrites: job.overwrites, now: time.now())
            return true
        } catch let error as OutputFile.Failure where error.isOutOfSpace {
            logger.error("no room for a finished document", metadata: ["path": "\(path)"])
            try await store.postponeFinish(job.id, until: time.now() + Self.diskDelay)
        } catch let error as OutputFile.Failure where error.isForbidden {
            logger.warning(
                "job completed, but its document must be written by a person", metadata: ["error": "\(error)"])
            try await store.complete(job.id, outputError: "\(error)", now: time.now())
        } catch let error as Deposit.Occupied {
            logger.warning(
                "job completed, but a file stands in the place of its document", metadata: ["error": "\(error)"])
            try await store.complete(job.id, outputError: "\(error)", now: time.now())
        } catch let error as OutputFile.Failure {
            let failure = JobFailure(
                kind: "output", message: "\(error)",
                hint: "The translation is complete: tolmach get \(job.id) -o FILE. "
                    + "Or make the folder writable for the daemon, then: tolmach retry \(job.id)")
            logger.warning("finished document could not be written", metadata: ["error": "\(error)"])
            try await store.failToFinish(job.id, failure, now: time.now())
        }
        return false
    }
}
