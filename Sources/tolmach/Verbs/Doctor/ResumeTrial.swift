import ChatStream

/// How an endpoint took one way to ask it to go on.
struct ResumeTrial: Sendable {
    enum Result: Sendable, Equatable {
        /// It goes on from where the text ended.
        case goesOn
        /// It takes the request, but begins the answer anew.
        case beginsAnew(String)
        /// It refuses the request.
        case refused(String)
        /// What it answers tells nothing.
        case unclear(String)
    }

    let dialect: ResumeDialect
    let result: Result

    init(_ dialect: ResumeDialect, _ outcome: ProbeOutcome) {
        self.dialect = dialect
        let words: String
        switch outcome {
        case .answered(let answer), .unfinished(let answer, _): words = answer.words
        case .failed(let error, let answer):
            // A request that is taken, and then breaks off, tells as much as one that ends.
            guard answer.words.isEmpty, error.isRefusal else {
                words = answer.words
                break
            }
            let status = error.httpStatus.map { $0 == 200 ? "" : "HTTP \($0): " } ?? ""
            result = .refused("\(status)“\(error.message)”")
            return
        }
        let quotation = Self.quotation(words)
        result =
            switch Continuation(words) {
            case .goesOn: .goesOn
            case .beginsAnew: .beginsAnew(quotation)
            case .unclear: .unclear(quotation)
            }
    }

    /// What happened, in a sentence's second half.
    var words: String {
        switch result {
        case .goesOn: "goes on from where the text ended"
        case .beginsAnew(let answer): "is taken, but the answer begins anew: “\(answer)”"
        case .refused(let words): "is refused, \(words)"
        case .unclear(let answer): answer.isEmpty ? "brings nothing" : "brings something else: “\(answer)”"
        }
    }

    private static func quotation(_ answer: String) -> String {
        let line = answer.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 40 ? line.prefix(40) + "…" : line
    }
}

extension ChatError {
    fileprivate var isRefusal: Bool { httpStatus.map { $0 >= 400 } ?? false || kind == .rejected }
}
