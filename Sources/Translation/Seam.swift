/// Tells, scalar by scalar, how the beginning of a continuation joins what was there.
///
/// It is told apart on the scalars alone: how they were cut into chunks changes nothing, and recovery, which reads the
/// chunks from the journal, comes to the same text. When in doubt it goes on, and keeps a duplicate rather than
/// drop text. ``Evidence`` holds the measures.
///
/// Held back meanwhile is as much as is still in doubt: in a healthy continuation the first letter to the first word; of
/// a repetition, the repetition; of one that differs in wording, at most thrice the text so far; of a remark on the task,
/// ``Remark/longest`` scalars; of white space, as much. Each scalar is looked at once.
struct Seam: Sendable, Equatable {
    /// How a continuation joins, once that is told.
    struct Join: Sendable, Equatable {
        var junction: Junction
        /// The text so far, with all of the continuation that was taken in; what comes after is appended as it is.
        var text: String
    }

    /// What was sent: the text up to the last whole word.
    let anchor: String
    /// What was received behind the anchor and not sent: white space, part of a word.
    let rest: String
    /// Whether the endpoint was asked to begin anew, so that the answer is a repetition in any case.
    let isRestart: Bool
    /// What is translated.
    let source: String

    private let space: SeamSpace
    private let known: [Unicode.Scalar]
    /// Where a preface ends that was just told, in bytes.
    private var prefaced: Int?
    private var isPrefaced = false
    private var isComplete = false
    /// All of the continuation so far, its white space at the beginning, and where its words begin, in bytes.
    private var held = ""
    private var lead: [Unicode.Scalar] = []
    private var taken = 0
    private var wordsStart = 0
    /// The words so far, runs of white space as one blank.
    private var words: [Unicode.Scalar] = []
    /// How many scalars of the known word came; nil where another word came.
    private var knownCount: Int? = 0
    private var search: RepetitionSearch?
    private var remark = Remark()
    private var realignment: Realignment?

    init(anchor: String, rest: String, isRestart: Bool = false, source: String = "") {
        self.source = source
        self.anchor = anchor
        self.rest = rest
        self.isRestart = isRestart
        known = Array(rest.unicodeScalars.drop { $0.isWhite })
        space = SeamSpace(known: Array(rest.unicodeScalars.prefix { $0.isWhite }), isWhole: !known.isEmpty)
    }

    /// Whether nothing came yet.
    var isUntouched: Bool { held.isEmpty && !isPrefaced }

    /// Takes in more of the continuation; nil where more must be seen.
    mutating func take(_ chunk: String) -> Join? {
        held += chunk
        for scalar in chunk.unicodeScalars {
            taken += UTF8.width(scalar)
            if let join = take(scalar) { return join }
            if let prefaced { return startOver(after: prefaced) }
        }
        return nil
    }

    /// Tells, now that nothing more will come.
    ///
    /// - Parameter isComplete: Whether the answer ended by itself, and did not break off.
    mutating func finish(isComplete: Bool) -> Join {
        self.isComplete = isComplete
        guard var search else {
            if isPrefaced { return Join(junction: .prefaces, text: anchor) }
            return Join(junction: .goesOn, text: anchor + (held.isEmpty ? "" : white(before: nil)))
        }
        if let realignment { return join(realignment) }
        search.finish()
        self.search = search
        if let join = told(isFinal: true) { return join }
        guard let prefaced else { return goesOn }
        return startOver(after: prefaced) ?? finish(isComplete: isComplete)
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Join? {
        if search == nil {
            if scalar.isWhite, lead.count < Remark.longest {
                lead.append(scalar)
                return nil
            }
            wordsStart = taken - UTF8.width(scalar)
            search = RepetitionSearch(anchor: anchor, rest: rest)
        }
        let isCounted = RepetitionSearch.collapse(scalar, into: &words)
        if realignment != nil { return isCounted ? realign(words[words.count - 1]) : nil }
        if let count = knownCount, count < known.count { knownCount = known[count] == scalar ? count + 1 : nil }
        if isCounted { search?.take(words[words.count - 1]) }
        if !isPrefaced { remark.take(scalar, end: taken) }
        return told(isFinal: false)
    }

    /// Whether it begins with what was received before of the next word.
    private var isKnownWord: Bool { !known.isEmpty && knownCount == known.count }
    /// Whether it begins with another word than the one that was received before.
    private var isOtherWord: Bool { !known.isEmpty && knownCount == nil }

    /// Whether the white space is that of a healthy continuation: a model that says something again leaves it out.
    private var givesSpace: Bool {
        guard !lead.isEmpty, !isRestart else { return false }
        return known.isEmpty ? lead.starts(with: space.known) : lead == space.known
    }

    private mutating func told(isFinal: Bool) -> Join? {
        guard let search else { return nil }
        let isSure = knownCount.map { $0 == known.count } ?? true
        if givesSpace, isSure, !isOtherWord { return goesOn }
        if !isFinal, !isSure || search.isOpen { return nil }
        let repetition = repetition(search)
        if repetition == 0 { return repeats(search, from: 0) }
        // Of two explanations the one that explains more.
        let explained = repetition.map { search.end - $0 } ?? 0
        // What broke off while it still said the same as the beginning may be a restart however short it is. If it was
        // not, the next attempt brings it again; a duplicate would stay.
        if isFinal, search.isAtTop,
            isRestart || !isComplete || isLong(search, min(words.count, search.end), explained)
        {
            return Join(junction: .startsAgain, text: anchor + rest)
        }
        if let depth = search.depth, isRestart || isLong(search, depth, explained) {
            return realign(search, depth: depth, isFinal: isFinal)
        }
        if let repetition { return repeats(search, from: repetition) }
        guard !isPrefaced, !isRestart, !(isKnownWord && known.count > 1) else { return goesOn }
        switch remark.state {
        case .possible:
            if !isFinal { return nil }
            return remark.isAnswer ? Join(junction: .answersInstruction, text: anchor + rest) : goesOn
        case .none: return goesOn
        case .preface(let end):
            guard remark.isForeign(to: source) else { return goesOn }
            prefaced = end
            return nil
        }
    }

    /// The longest end of the text that was certainly said again.
    private func repetition(_ search: RepetitionSearch) -> Int? {
        if isRestart { return search.whole.contains(0) ? 0 : nil }
        let evidence = isOtherWord && lead.isEmpty ? Evidence.informed : Evidence.uninformed
        return search.whole.reversed().first { start in
            let end = search.confirmed.contains(start) ? search.text.count : search.end
            return evidence(search.text[start..<end], start == 0) && !search.isPeriodic(start..<end)
        }
    }

    private func isLong(_ search: RepetitionSearch, _ depth: Int, _ explained: Int) -> Bool {
        depth > explained && search.weight(0..<depth) >= Evidence.long
    }

    /// What it is if it did not start again in other words.
    private var orElse: Join {
        guard let search, let start = repetition(search) else { return goesOn }
        return repeats(search, from: start)
    }

    private func repeats(_ search: RepetitionSearch, from start: Int) -> Join {
        join(start == 0 ? .startsAgain : .repeatsTail, anchor + text(from: search.end - start))
    }

    private mutating func realign(_ search: RepetitionSearch, depth: Int, isFinal: Bool) -> Join? {
        realignment = Realignment(search, depth: depth)
        for (number, scalar) in words.enumerated().dropFirst(depth) {
            if let join = realign(scalar, number: number) { return join }
        }
        return isFinal ? realignment.map { join($0) } : nil
    }

    private mutating func realign(_ scalar: Unicode.Scalar, number: Int? = nil) -> Join? {
        let number = number ?? words.count - 1
        switch realignment?.take(scalar) {
        case .reached where isEnough(realignment): return join(.startsAgain, anchor + text(from: number))
        case .lost where isEnough(realignment): return parted
        case .reached, .lost: return orElse
        case .undecided, nil: return nil
        }
    }

    /// The answer ended while it was compared with the text.
    ///
    /// Other words for the text's remainder, cut short, are nothing new; when they were the whole, they are kept.
    private func join(_ realignment: Realignment) -> Join {
        let isNothingNew = realignment.endsInText || !isComplete && realignment.isWithinText
        if isNothingNew, isRestart || realignment.endsInText || isEnough(realignment) {
            return Join(junction: .startsAgain, text: anchor + rest)
        }
        return isEnough(realignment) ? parted : orElse
    }

    private func isEnough(_ realignment: Realignment?) -> Bool {
        isRestart || (realignment?.weight ?? 0) >= (isOtherWord ? Evidence.partingInformed : Evidence.parting)
    }

    /// It started again, and its words and those of the text went apart: what differs is kept, from its first word on.
    private var parted: Join {
        var start = realignment?.parting ?? 0
        while start > 0, words[start].continuesWord, words[start - 1].continuesWord { start -= 1 }
        let remainder = String(text(from: start).unicodeScalars.drop { $0.isWhite })
        return join(.startsAgain, anchor + String(scalars: space.known) + remainder)
    }

    /// Drops the preface, and tells of what follows it as if it came first.
    private mutating func startOver(after end: Int) -> Join? {
        let remainder = text(from: held.utf8.index(held.startIndex, offsetBy: end))
        self = Seam(anchor: anchor, rest: rest, source: source)
        isPrefaced = true
        return take(remainder)
    }

    private var goesOn: Join {
        let words = text(from: held.utf8.index(held.startIndex, offsetBy: wordsStart))
        return join(.goesOn, anchor + white(before: self.words.first) + words)
    }

    private func join(_ junction: Junction, _ text: String) -> Join {
        Join(junction: isPrefaced ? .prefaces : junction, text: text)
    }

    private func white(before first: Unicode.Scalar?) -> String {
        String(scalars: space.between(lead: isPrefaced ? [] : lead, first: first, isKnownWord: isKnownWord))
    }

    /// The continuation from a scalar of its collapsed words on, with its own white space.
    private func text(from number: Int) -> String {
        let view = held.unicodeScalars
        var index = held.utf8.index(held.startIndex, offsetBy: wordsStart)
        var collapsed: [Unicode.Scalar] = []
        while index < view.endIndex, collapsed.count < number || view[index].isWhite && collapsed.last == " " {
            RepetitionSearch.collapse(view[index], into: &collapsed)
            index = view.index(after: index)
        }
        return text(from: index)
    }

    private func text(from index: String.Index) -> String { String(held[index...]) }
}
