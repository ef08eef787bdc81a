import Engine
import Foundation
import Store
import Translation

/// Shows what a translation changed against the one before, as diff(1) writes it.
///
/// The work is that program's: it is on every Debian, and knows what people are used to.
struct DocumentDifference {
    let store: Store

    /// - Parameter segments: The job's.
    func show(_ job: Job, _ segments: [Segment]) async throws {
        guard let former = try await former(of: job) else {
            throw CommandFailure(
                exit: .failure, message: "there is no earlier translation of \(job.name) into \(job.targetLanguage)",
                hint: "A translation is compared with the last one of the same file, unless that was removed by prune.")
        }
        let old = try await text(of: former, store.segments(of: former.id))
        let new = try await text(of: job, segments)
        Output.document(try Self.unified(old, new, names: (title(former), title(job))))
    }

    private func former(of job: Job) async throws -> Job? {
        if let id = job.former, let former = try await store.job(id) { return former }
        guard let path = job.path else { return nil }
        return try await store.formerJobs(path: path, into: job.targetLanguage, before: job.id, limit: 100).first {
            $0.progress.segmentsDone > 0
        }
    }

    private func title(_ job: Job) -> String { "job \(job.id): \(Output.label(job.name)) (\(job.targetLanguage))" }

    /// The document; of a container, which has no lines, its texts.
    private func text(of job: Job, _ segments: [Segment]) async throws -> [UInt8] {
        let format = job.documentFormat
        if format.isContainer {
            var texts = ""
            for segment in segments where segment.kind == .translatable {
                texts += try Document.text(of: segment, as: format)
            }
            return Array(texts.utf8)
        }
        return try await Document.assemblePartial(segments, as: format, original: store.document(of: job.id))
    }

    private static func unified(_ old: [UInt8], _ new: [UInt8], names: (String, String)) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tolmach-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }  // what is left over is cleared with the folder
        let files = [folder.appending(path: "old"), folder.appending(path: "new")]
        try Data(old).write(to: files[0])
        try Data(new).write(to: files[1])
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["diff", "--unified", "--text", "--label", names.0, "--label", names.1] + files.map(\.path)
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        // diff(1): 0 means the same, 1 means different.
        guard process.terminationStatus <= 1 else {
            throw CommandFailure(
                exit: .failure, message: "diff could not compare the two translations",
                hint: "It is part of Debian's package diffutils.")
        }
        return Array(output)
    }
}
