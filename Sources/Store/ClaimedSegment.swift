import Translation

/// A segment that a daemon has taken on, with everything that its request needs.
public struct ClaimedSegment: Sendable {
    /// The right to write to it.
    public let lease: Lease
    /// Its job, as it stands.
    public let job: Job.ID
    /// The place in the document, from 0.
    public let position: Int
    /// The attempt's number within the segment, from 1.
    public let attemptNumber: Int
    /// The text to translate.
    public let source: String
    /// The segment's text as it stands in the document.
    public let original: String
    /// How translations go into it; nil where they replace all of it.
    public let layout: String?
    /// The translation so far.
    public let text: String
    /// Tries in a row without new text.
    public let tries: Int
    /// In which manner it is to be asked; nil in the usual one.
    public let manner: Manner?
    /// Whether an answer for it was turned down.
    public let wasTurnedDown: Bool
    /// How it is asked to go on: as configured, unless the endpoint has taught otherwise.
    public let mode: ResumeMode
    /// What the endpoint has taught.
    public let lessons: Set<Lesson>
    /// For the one request that asks at a closed gate: how many answers in a row have closed it; else nil.
    public let gateFailures: Int?
    /// The assignment's parts, as the job holds them.
    public let terms: Terms
    /// The heading above it.
    public let heading: String?
    /// The text before it; nil at the document's begin.
    ///
    /// Whoever has told the model of it gives it up.
    public var preceding: Preceding?

    /// A segment as the one behind it sees it; shared rather than copied.
    public final class Preceding: Sendable {
        /// What the model was shown of it.
        public let source: String
        /// How translations go into it.
        public let layout: String?
        /// Its translation, where that is complete.
        public let translation: String?

        init(source: String, layout: String?, translation: String?) {
            (self.source, self.layout, self.translation) = (source, layout, translation)
        }
    }

    /// What the job says about how to translate; its segments that are claimed together share it.
    public final class Terms: Sendable {
        /// The document's format.
        public let format: String
        /// The source language's tag, where it was told.
        public let sourceLanguage: String?
        /// The target language's tag.
        public let targetLanguage: String
        /// The model; nil takes the endpoint's.
        public let model: String?
        /// What the person wants beyond a translation.
        public let instructions: String
        /// The job's terms.
        public let glossary: Glossary
        /// Sampling temperature; nil takes the configuration's.
        public let temperature: Double?
        /// What the document calls itself.
        public let title: String?
        /// Whether texts that were translated before are taken from the memory.
        public let usesMemory: Bool

        init(
            format: String, sourceLanguage: String?, targetLanguage: String, model: String?, instructions: String,
            glossary: Glossary, temperature: Double?, title: String?, usesMemory: Bool
        ) {
            self.format = format
            self.sourceLanguage = sourceLanguage
            self.targetLanguage = targetLanguage
            self.model = model
            self.instructions = instructions
            self.glossary = glossary
            self.temperature = temperature
            self.title = title
            self.usesMemory = usesMemory
        }

        /// In which the memory is asked.
        public var memory: MemoryScope {
            MemoryScope(
                source: sourceLanguage, target: targetLanguage, glossary: glossary, instructions: instructions)
        }
    }
}

/// An endpoint's free places.
public struct Capacity: Sendable {
    /// The endpoint's name.
    public var endpoint: String
    /// The model that is asked where a job names none.
    public var model: String
    /// How the endpoint is asked to go on.
    public var mode: ResumeMode
    /// How many segments may be claimed.
    public var free: Int
    /// What is charged for what is claimed; nil where the endpoint has no prices.
    public var prices: TokenPrices?

    /// Creates a capacity.
    public init(endpoint: String, model: String, mode: ResumeMode, free: Int, prices: TokenPrices? = nil) {
        self.endpoint = endpoint
        self.model = model
        self.mode = mode
        self.free = free
        self.prices = prices
    }
}
