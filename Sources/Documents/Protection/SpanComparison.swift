import Translation

/// Compares what is protected in a text with what is in its translation.
struct SpanComparison {
    let protected: ProtectedSpans
    /// The language of the translation, where it is known.
    let target: LanguageTag?
    var lost: Set<String> = []
    var invented: Set<String> = []
    private(set) var reordered: [Discrepancy] = []

    init(protected: ProtectedSpans, target: LanguageTag?) {
        self.protected = protected
        self.target = target
    }

    /// Compares a text, with the messages in it case by case, where they are sound.
    mutating func compare(_ source: String, _ translation: String) {
        if CaseMessage.occurs(in: source) {
            let content = CaseMessage.content(of: source, protected)
            if !content.messages.isEmpty, content.isSound {
                let answer = CaseMessage.content(of: translation, protected)
                compare(content, answer)
                let (surplus, found) = (surplus(of: content.plain), surplus(of: answer.plain))
                if found > surplus { lost.insert("}") }
                if found < surplus { invented.insert("}") }
                return
            }
        }
        comparePlain(source, translation)
    }

    // MARK: Messages with cases

    private mutating func compare(_ source: CaseMessage.Content, _ translation: CaseMessage.Content) {
        comparePlain(source.plain, translation.plain)
        var others = translation.messages
        for message in source.messages {
            let place = others.firstIndex { $0.argument == message.argument && $0.type == message.type }
            guard let place else {
                lost.insert(message.head)
                continue
            }
            compare(message, others.remove(at: place))
        }
        invented.formUnion(others.map(\.head))
    }

    private mutating func compare(_ source: CaseMessage, _ translation: CaseMessage) {
        if source.offset != translation.offset {
            if let offset = source.offset { lost.insert(offset) }
            if let offset = translation.offset { invented.insert(offset) }
        }
        if translation.isWhole { invented.formUnion(translation.strays) } else { lost.insert("}") }
        let models = Dictionary(source.cases.map { ($0.selector, $0.content) }) { first, _ in first }
        let value = "{\(source.argument)}"
        let hasValue = source.cases.contains { protected.spans(of: $0.content.plain).contains(value) }
        let hasFigure = source.cases.contains { figures(in: $0.content.plain) > 0 }
        var seen: Set<String> = []
        for own in translation.cases {
            let same = models[own.selector]
            let mayBeNew = source.isPlural && PluralCategory(rawValue: own.selector) != nil
            guard seen.insert(own.selector).inserted, let model = same ?? (mayBeNew ? models["other"] : nil) else {
                invented.insert(own.selector + " {")
                continue
            }
            var inner = SpanComparison(protected: protected, target: target)
            inner.compare(model, own.content)
            if source.isPlural {
                let (wanted, found) = (figures(in: model.plain), figures(in: own.content.plain))
                if found < wanted { inner.lost.insert("#") }
                if found > wanted, !hasFigure { inner.invented.insert("#") }
                // A form that the source has not may have the number in a word.
                if same == nil, ["zero", "one", "two"].contains(own.selector) { inner.lost.subtract([value, "#"]) }
                if hasValue { inner.invented.remove(value) }
            }
            lost.formUnion(inner.lost)
            invented.formUnion(inner.invented)
            reordered += inner.reordered
        }
        for wanted in source.cases where !seen.contains(wanted.selector) && isNeeded(wanted.selector, source) {
            lost.insert(wanted.selector + " {")
        }
    }

    /// Whether a translation must have a case: another language may do without some categories of the plural.
    private func isNeeded(_ selector: String, _ message: CaseMessage) -> Bool {
        guard message.isPlural, let category = PluralCategory(rawValue: selector), category != .other else {
            return true
        }
        guard message.type == "plural", let target else { return false }
        return PluralCategory.all(in: target).contains(category)
    }

    /// How often “#” stands for the number.
    private func figures(in text: String) -> Int {
        free(in: text).count { $0 == UInt8(ascii: "#") }
    }

    /// By how many braces more are opened than closed.
    private func surplus(of text: String) -> Int {
        free(in: text).reduce(0) { $0 + ($1 == UInt8(ascii: "{") ? 1 : $1 == UInt8(ascii: "}") ? -1 : 0) }
    }

    /// The bytes of a text outside of its spans.
    private func free(in text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var end = 0
        for span in protected.ranges(in: text) {
            result += bytes[end..<span.lowerBound]
            end = span.upperBound
        }
        return result + bytes[end...]
    }

    // MARK: Spans

    private mutating func comparePlain(_ source: String, _ translation: String) {
        let (spans, others) = (protected.spans(of: source), protected.spans(of: translation))
        let (arguments, found) = (FormatArgument.all(in: spans) ?? [], FormatArgument.all(in: others) ?? [])
        let renamed = Self.unnumbered(found, like: arguments)
        let wanted = spans.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let census = others.reduce(into: [:]) { $0[renamed[$1] ?? $1, default: 0] += 1 }
        lost.formUnion(wanted.filter { census[$0.key, default: 0] < $0.value }.keys)
        invented.formUnion(census.filter { wanted[$0.key, default: 0] < $0.value }.keys)
        guard (arguments + found).allSatisfy({ $0.number == nil }) else { return }
        let (types, order) = (arguments.map(\.type), found.map(\.type))
        if types != order, types.sorted() == order.sorted() {
            let (old, new) = (arguments.map(\.plain), found.map(\.plain))
            reordered.append(
                .reordered(source: old.joined(separator: " "), translation: new.joined(separator: " ")))
        }
    }

    /// What numbered placeholders stand for, where each takes the value that one without a number takes in the source.
    private static func unnumbered(_ found: [FormatArgument], like source: [FormatArgument]) -> [String: String] {
        guard !(source + found).contains(where: { $0.type.contains("*") }),
            source.allSatisfy({ $0.number == nil })
        else { return [:] }
        var names: [String: String] = [:]
        var used: Set<Int> = []
        for argument in found {
            guard let number = argument.number, source.indices.contains(number - 1),
                source[number - 1].plain == argument.plain
            else { return [:] }
            used.insert(number)
            names["%\(number)$" + argument.plain.dropFirst()] = argument.plain
        }
        return used.count == source.count ? names : [:]
    }
}
