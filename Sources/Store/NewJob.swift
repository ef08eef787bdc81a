import Crypto
import Foundation
import Translation

/// What `add` hands in: a document, cut into segments, and what is to become of it.
public struct NewJob: Sendable {
    /// A stretch of the document.
    public struct Piece: Sendable, Equatable {
        /// Whether it is translated.
        public var kind: SegmentKind
        /// Its text.
        public var source: String
        /// What the model is asked to translate, where that is not the text.
        public var prompt: String?
        /// How translations go into the text; JSON, and nothing that the queue looks into.
        public var layout: String?
        /// The heading above it.
        public var heading: String?
        /// The translation, in the place of an answer, where none need be asked for.
        public var translation: String?
        /// Where that comes from.
        public var origin: SegmentOrigin?

        /// Creates a piece.
        public init(kind: SegmentKind, source: String, prompt: String? = nil, layout: String? = nil) {
            self.kind = kind
            self.source = source
            self.prompt = prompt
            self.layout = layout
        }
    }

    /// The document's bytes.
    public var document: Data
    /// The document's pieces, which joined are its text.
    public var pieces: [Piece]
    /// What the job is called.
    public var name: String
    /// The document's format.
    public var format: String
    /// The source language, where it was told.
    public var source: LanguageTag?
    /// The target language.
    public var target: LanguageTag
    /// The endpoint that was asked for.
    public var endpoint: String?
    /// The model that was asked for.
    public var model: String?
    /// What the person wants beyond a translation.
    public var instructions = ""
    /// The job's terms.
    public var glossary = Glossary()
    /// Sampling temperature, 0 to 2.
    public var temperature: Double?
    /// Jobs of a higher priority go first.
    public var priority = 0
    /// Where the finished document goes.
    public var outputPath: String?
    /// Nothing is asked before this time.
    public var notBefore: Timestamp?
    /// Makes another job even where the same one is there.
    public var isForced = false
    /// What the document calls itself.
    public var title: String?
    /// The file that the document comes from, absolute; nil where it comes from none.
    public var path: String?
    /// The job whose translation is kept where the document has not changed.
    public var former: Job.ID?
    /// Whether jobs of the same file and language that have not ended are cancelled: this one takes their place.
    public var supersedes = false
    /// Whether texts that were translated before are taken from the memory.
    public var usesMemory = true
    /// Whether a file may be replaced that this program has not written.
    public var overwrites = false
    /// From this cost on no further segment is asked for; nil sets no bound.
    public var maxCost: Money?

    /// Creates a job to hand in; what has a default can be set afterwards.
    public init(document: Data, pieces: [Piece], name: String, format: String, target: LanguageTag) {
        self.document = document
        self.pieces = pieces
        self.name = name
        self.format = format
        self.target = target
    }

    var documentHash: Data { Data(SHA256.hash(data: document)) }

    /// What makes a repeated `add` the same job: the document, the languages, who translates, how, and where to.
    func identity(documentHash: Data) throws -> Data {
        var hash = SHA256()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let fields: [String?] = [
            format, source?.identifier, target.identifier, endpoint, model, instructions,
            temperature.map { String($0) }, outputPath,
        ]
        hash.update(data: documentHash)
        hash.update(data: try encoder.encode(fields))
        hash.update(data: try encoder.encode(glossary))
        return Data(hash.finalize())
    }
}
