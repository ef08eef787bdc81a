/// Decides how the beginning of a continuation joins what was there.
///
/// The plain cases: the continuation *goes on*, *repeats the tail*, or *starts again from the top* and repeats all of
/// it. Prefaces, answers to the instruction and restarts that diverge are told apart by rules that come to stand here.
struct Seam: Sendable, Equatable {
    /// What was sent: the text up to the last whole word.
    let anchor: String
    /// What was received behind the anchor and not sent: white space, part of a word.
    let rest: String

    /// How a continuation joins.
    enum Junction: Sendable, Equatable {
        /// More of it must be seen.
        case undecided
        /// The text so far is this; whatever comes after is appended as it is.
        case joined(String)
    }

    /// A repetition shorter than this is chance: 4 code points, 6 bytes (“The”+“end” must not become “Thend”).
    private static let leastRepetition = (scalars: 4, bytes: 6)
    /// With no letter known of what must come next, a repetition must be longer: “very very” is no mistake.
    private static let leastBlindRepetition = (scalars: 16, bytes: 16)
    /// How far back a repetition of the tail is looked for, in code points.
    private static let window = 400

    /// Decides, given all of the continuation so far.
    ///
    /// The decision does not depend on how the continuation was cut into chunks: what is decided on a beginning is
    /// what would be decided on the whole.
    /// - Parameter final: Nothing more will come; `undecided` is no answer then.
    func decide(_ continuation: String, final: Bool) -> Junction {
        if anchor.isEmpty { return .joined(continuation) }
        let text = Array(continuation.unicodeScalars)
        let start = text.firstIndex { !$0.properties.isWhitespace } ?? text.endIndex
        if start == text.endIndex {
            return final ? .joined(anchor + (continuation.isEmpty ? "" : white(lead: continuation))) : .undecided
        }
        let words = text[start...]

        // It gives what was held back: the surest sign that it goes on.
        let known = Array(rest.unicodeScalars).drop { $0.properties.isWhitespace }
        if !known.isEmpty {
            if words.starts(with: known) { return goesOn(continuation) }
            if known.starts(with: words), !final { return .undecided }
        }
        // Going on from a whole word begins with white space; an answer that begins anew does not.
        if known.isEmpty, start > text.startIndex { return goesOn(continuation) }
        let least = known.isEmpty ? Self.leastBlindRepetition : Self.leastRepetition
        let before = Array(anchor.unicodeScalars)

        let top = before.drop { $0.properties.isWhitespace }
        if words.starts(with: top), isLong(top, least) {
            return .joined(String(anchor.unicodeScalars.prefix(before.count - top.count)) + string(words))
        }
        if top.starts(with: words) {
            if !final { return .undecided }
            // It started again and stopped on the way: nothing new.
            if isLong(words, Self.leastBlindRepetition) { return .joined(anchor) }
        }

        for tail in [before[...], (before + Array(rest.unicodeScalars))[...]] {
            switch repetition(of: tail.suffix(Self.window), in: words, least: least, final: final) {
            case .undecided: return .undecided
            case .joined(let after): return .joined(string(tail) + after)
            case nil: continue
            }
        }
        return goesOn(continuation)
    }

    /// Looks for the longest end of `tail` that `words` starts with; nil where there is none.
    private func repetition(
        of tail: ArraySlice<Unicode.Scalar>, in words: ArraySlice<Unicode.Scalar>, least: (scalars: Int, bytes: Int),
        final: Bool
    ) -> Junction? {
        for start in tail.indices where start == tail.startIndex || !isWordScalar(tail[start - 1]) {
            let end = tail[start...]
            if words.starts(with: end) {
                guard isLong(end, least) else { continue }
                return .joined(string(words.dropFirst(end.count)))
            }
            if !final, end.starts(with: words) { return .undecided }
        }
        return nil
    }

    private func goesOn(_ continuation: String) -> Junction {
        let lead = String(continuation.prefix(while: \.isWhitespace))
        let words = continuation.dropFirst(lead.count)
        let closes = lead.isEmpty && (words.first?.closesWhatStandsBefore ?? false)
        let space = closes && !whiteRest.contains(where: \.isNewline) ? "" : white(lead: lead)
        return .joined(anchor + space + words)
    }

    /// The white space at the seam: what the model gave, unless it lost line breaks that were already there.
    private func white(lead: String) -> String {
        lead.hasPrefix(whiteRest) || breaks(in: lead) >= breaks(in: whiteRest) && !lead.isEmpty ? lead : whiteRest
    }

    private var whiteRest: String { String(rest.prefix(while: \.isWhitespace)) }

    private func breaks(in text: String) -> Int { text.count(where: \.isNewline) }

    private func isLong(_ scalars: ArraySlice<Unicode.Scalar>, _ least: (scalars: Int, bytes: Int)) -> Bool {
        scalars.count >= least.scalars && scalars.reduce(0) { $0 + UTF8.width($1) } >= least.bytes
    }

    private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

extension Character {
    /// Punctuation that never stands behind a space when a model leaves the space out.
    fileprivate var closesWhatStandsBefore: Bool { ".,;:!?)]}»”’…、。，！？；：".contains(self) }
}
