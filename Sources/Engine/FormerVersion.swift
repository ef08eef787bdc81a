import Documents
import Store
import Translation

/// What earlier jobs have made of a file, to be kept where the file has not changed.
public struct FormerVersion: Sendable {
    /// The job whose translation is the last.
    public let job: Job.ID
    /// The segments that it had.
    public let segments: [String]
    private var translations: [String: String] = [:]

    /// Looks up what there is; nil where the file was never translated into the language.
    ///
    /// Some jobs back, since each may have been broken off by the next; only those that were told the same terms and
    /// instructions. What was taken though something was missing in it is not kept. A job that was removed (`prune`) was
    /// never there: what it translated may still be in the memory.
    ///
    /// - Throws: `StoreError`, or ``UnreadableLayout``.
    public init?(path: String, into target: LanguageTag, glossary: Glossary, instructions: String, in store: Store)
        async throws
    {
        let jobs = try await store.formerJobs(path: path, into: target.identifier, limit: Self.depth).filter {
            $0.glossary == glossary && $0.instructions == instructions
        }
        var last: (job: Job.ID, segments: [String])?
        var translations: [String: String] = [:]
        for job in jobs where job.progress.segmentsDone > 0 {
            let segments = try await store.segments(of: job.id)
            if last == nil { last = (job.id, segments.filter { $0.kind == .translatable }.map(\.source)) }
            for segment in segments
            where segment.kind == .translatable && segment.state == .done && segment.warnings.isEmpty {
                let pairs = try SourceSegment(segment).pairs(translation: segment.text, format: job.documentFormat)
                translations.merge(pairs.map { ($0.source, $0.target) }) { newer, _ in newer }
            }
        }
        guard let last else { return nil }
        (job, self.segments, self.translations) = (last.job, last.segments, translations)
    }

    /// So many jobs of a file are looked at.
    private static let depth = 8

    /// The translation of a text of the last version; nil where there was none.
    public func translation(of text: String) -> String? { translations[text] }
}
