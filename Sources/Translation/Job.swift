/// One document to be translated into one language.
public struct Job: Sendable, Equatable, Identifiable {
    /// Identifies a job for as long as its database lives.
    public typealias ID = Int64

    /// The number that the command line shows.
    public let id: ID
    /// What the job is called: the file's name unless another was given.
    public var name: String
    /// The document's format, as ``Documents`` names it.
    public var format: String
    /// The source language's tag, where it was told.
    public var sourceLanguage: String?
    /// The target language's tag.
    public var targetLanguage: String
    /// The endpoint that was asked for; nil lets the daemon choose.
    public var endpoint: String?
    /// The model that was asked for; nil takes the endpoint's.
    public var model: String?
    /// What the person wants beyond a translation: tone, form of address, terms.
    public var instructions: String
    /// The job's terms.
    public var glossary: Glossary
    /// Sampling temperature, 0 to 2; nil takes the configuration's.
    public var temperature: Double?
    /// Jobs of a higher priority go first.
    ///
    /// Default 0.
    public var priority: Int
    /// Where the finished document goes; nil leaves it in the database until `get` asks for it.
    public var outputPath: String?
    /// Why the finished document is not there, though the translation is complete; nil where it is.
    public var outputError: String?
    /// Whether it may replace a file that this program has not written.
    public var overwrites = false
    /// The file that the document comes from; nil where it comes from none.
    public var path: String?
    /// The job whose translation was kept where the document has not changed.
    public var former: Job.ID?
    /// What it has cost so far; nil where nothing was asked at a price.
    public var cost: Cost?
    /// From this cost on it takes no further segment; nil sets no bound.
    public var maxCost: Money?
    /// Whether it is paused because its cost has reached ``maxCost``.
    public var isPausedByCost = false
    /// How the job stands, with what belongs to that.
    public var state: JobState
    /// How far it is.
    public var progress: JobProgress
    /// When it was added.
    public var createdAt: Timestamp
    /// When its first segment was first asked for.
    public var startedAt: Timestamp?

    /// Creates a job as a value; only the store makes new ones.
    public init(
        id: ID, name: String, format: String, sourceLanguage: String?, targetLanguage: String, endpoint: String?,
        model: String?, instructions: String, glossary: Glossary, temperature: Double?, priority: Int,
        outputPath: String?, state: JobState, progress: JobProgress, createdAt: Timestamp, startedAt: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.format = format
        self.sourceLanguage = sourceLanguage
        self.targetLanguage = targetLanguage
        self.endpoint = endpoint
        self.model = model
        self.instructions = instructions
        self.glossary = glossary
        self.temperature = temperature
        self.priority = priority
        self.outputPath = outputPath
        self.state = state
        self.progress = progress
        self.createdAt = createdAt
        self.startedAt = startedAt
    }
}

/// How far a job is, counted over the segments that are to be translated.
public struct JobProgress: Sendable, Equatable {
    /// Segments to translate.
    public var segments: Int
    /// Segments whose translation is proven complete.
    public var segmentsDone: Int
    /// Characters of source to translate.
    public var characters: Int
    /// Characters of source whose segments are done.
    public var charactersDone: Int
    /// Requests made so far.
    public var attempts: Int

    /// Creates a reading.
    public init(segments: Int, segmentsDone: Int, characters: Int, charactersDone: Int, attempts: Int) {
        self.segments = segments
        self.segmentsDone = segmentsDone
        self.characters = characters
        self.charactersDone = charactersDone
        self.attempts = attempts
    }

    /// The share that is done, 0…1, by characters of source.
    public var fraction: Double {
        characters == 0 ? 1 : Double(charactersDone) / Double(characters)
    }
}
