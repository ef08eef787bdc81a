import Documents
import Engine
import Foundation
import Store
import Translation

/// Makes jobs of a file: one for each language, with what is translated already left out of the work.
struct NewJobs {
    /// The queue, and its memory; nil where there is none yet.
    let store: Store?
    /// How large segments are.
    let limit: ReadingOptions.SegmentLimit
    /// What all jobs have in common; its document and its target are of no account.
    let template: NewJob
    /// Whether what has not changed since the last time is kept.
    let keepsUnchanged: Bool

    /// - Parameter path: The file, absolute; nil for standard input.
    func jobs(of input: InputDocument, path: String?, into targets: [LanguageTag], glossaries: [Glossary])
        async throws -> [NewJob]
    {
        var jobs: [NewJob] = []
        // Without a memory, and of a file that holds one language, all are taken apart alike: once will do.
        var shared: SourceDocument?
        for (target, glossary) in zip(targets, glossaries) {
            var options = ReadingOptions()
            options.limit = limit
            options.source = template.source
            options.target = target
            var former: FormerVersion?
            if keepsUnchanged, let path, let store {
                former = try await FormerVersion(
                    path: path, into: target, glossary: glossary, instructions: template.instructions, in: store)
            }
            let scope = MemoryScope(
                source: template.source?.identifier, target: target.identifier, glossary: glossary,
                instructions: template.instructions)
            let memory = template.usesMemory ? try await store?.recall(in: scope) : nil
            options.former = former?.segments ?? []
            if former != nil || memory != nil {
                options.recall = { [former] text in
                    if let kept = former?.translation(of: text) { return Recollection(text: kept, origin: .former) }
                    return memory?(text).map { Recollection(text: $0, origin: .memory) }
                }
            }
            let isAlike = options.recall == nil && !input.format.holdsLanguages
            let document = try isAlike ? shared ?? input.segmented(options) : input.segmented(options)
            if isAlike { shared = document }
            var job = template
            job.document = input.bytes
            job.pieces = document.segments.map {
                NewJob.Piece($0.trusted(format: input.format, glossary: glossary, target: target))
            }
            job.format = input.format.rawValue
            job.target = target
            job.glossary = glossary
            job.title = document.title
            job.path = path
            job.former = former?.job
            jobs.append(job)
        }
        return jobs
    }
}
