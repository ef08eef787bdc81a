import ChatStream
import Engine
import Translation

/// One short request to an endpoint that is examined.
struct Probe: Sendable {
    /// What is to be found out.
    enum Purpose: Sendable, Hashable {
        /// Whether a translation comes, asked for as the daemon does.
        case translation
        /// Whether an answer that is cut by its limit says so.
        case limit
        /// Whether it goes on from a partial answer.
        case resume(ResumeDialect)
    }

    let purpose: Purpose
    let request: ChatRequest

    /// Text beyond which nothing more is to be learnt, in characters: a model that does not stop is not paid for.
    let enough: Int

    /// So few tokens that the long sentence cannot fit.
    static let limit = 3

    private static let sentence = "The library is open on Monday and on Friday."
    private static let longSentence =
        "The old man closed the door, walked into the dining room and looked at the cold fire for a long time."
    private static let counting = "One, two, three, four, five, six, seven, eight."
    private static let counted = "Uno, dos, tres,"

    init(_ purpose: Purpose, settings: EndpointSettings, parameters: AcceptedParameters) {
        func messages(_ source: String, received: String = "", mode: ResumeMode = .continue) -> [ChatMessage] {
            Self.messages(source, received: received, mode: mode, continuePrompt: settings.continuePrompt)
        }
        self.purpose = purpose
        switch purpose {
        case .translation:
            request = parameters.request(messages: messages(Self.sentence))
            enough = 600
        case .limit:
            request = parameters.request(messages: messages(Self.longSentence), limit: Self.limit)
            enough = 200
        case .resume(let dialect):
            var request = parameters.request(
                messages: messages(Self.counting, received: Self.counted, mode: dialect.mode))
            request.continuesFinalMessage = dialect == .prefillWithFields
            self.request = request
            enough = 80
        }
    }

    /// What is asked, for the line that tells how far it is.
    var question: String {
        switch purpose {
        case .translation: "does it answer, and does it stream?"
        case .limit: "does it say so when a limit cuts its answer?"
        case .resume(let dialect): "does it go on from a partial answer? (\(dialect.name))"
        }
    }

    /// The daemon's own prompt, in Spanish.
    private static func messages(
        _ source: String, received: String, mode: ResumeMode, continuePrompt: String
    ) -> [ChatMessage] {
        guard let spanish = try? LanguageTag("es") else { return [] }  // never: CLDR knows it
        let prompt = Prompt(
            assignment: Assignment(target: spanish), source: source, received: received, mode: mode,
            continuePrompt: continuePrompt)
        return prompt.messages.map(ChatMessage.init)
    }
}
