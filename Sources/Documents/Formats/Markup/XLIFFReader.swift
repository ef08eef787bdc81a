import Translation

/// XLIFF 1.2 and 2.0 (OASIS): segments without a translation get one.
///
/// Those that have one keep it, unless its state says that it is still to be done; so does what is marked `translate="no"`
/// or approved, and what `alt-trans` proposes. A file for another language than the target is refused. See
/// ``MarkupScanner`` for why it is read by hand.
enum XLIFFReader: DocumentFormatReader {
    static let title = "XLIFF"
    static let nameExtensions = ["xlf", "xliff"]
    static let rules =
        "The text is a segment of XLIFF: keep its tags, each around the words that it belongs to, properly nested."
    /// What is to be written into a file of XLIFF 2 that does not say its target depends on what that is.
    static let holdsLanguages = true
    static let protected = ProtectedSpans(
        [XLIFFCode.element, InlineMarkup.tag, InlineMarkup.reference, Address.url, Address.mail] + Placeholder.all)

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        String(decoding: head, as: UTF8.self).contains("<xliff")
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        if let other = XMLDeclaration.otherEncoding(in: text) { throw .unsupportedEncoding(other) }
        try XMLForm.check(text, as: .xliff)
        var finder = XLIFFUnitFinder(text.bytes)
        let isASCII = XMLDeclaration.wantsASCII(text)
        var units = finder.find()
        if let root = finder.otherRoot {
            throw .malformed(.xliff, line: text.line(of: root), what: "the root must be <xliff>")
        }
        if let target {
            for place in finder.languages {
                try DocumentError.checkLanguage(text[place], at: place.lowerBound, of: text, wanted: target)
            }
        }
        if let target, let place = finder.languagePlace {
            units = XLIFFLanguage.declaring(target, at: place, units, text)
        }
        units = units.map { block in
            guard isASCII, case .unit(var unit) = block.kind else { return block }
            unit.form = ascii + unit.form
            return Block(kind: .unit(unit), range: block.range)
        }
        return Block.filling(units, count: text.bytes.count)
    }

    /// What comes before a form where what goes beyond ASCII is written as references.
    private static let ascii = "ascii:"

    static func decode(_ raw: Substring, form: String) -> String {
        CharacterReference.decoding(XMLForm.withoutSections(raw), keepsMarkup: true)
    }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        let isASCII = form.hasPrefix(ascii)
        let form = form.dropFirst(isASCII ? ascii.count : 0)
        let words = CharacterReference.encoding(
            XMLForm.withoutControls(text), isAttribute: false, isASCII: isASCII, isXML: true
        ).replacing("]]>", with: "]]&gt;")
        guard let language = XLIFFLanguage(form) else { return target(words, form: form, over: old) }
        let inner = old.utf8.suffix(language.oldCount)
        let between = old.utf8.prefix(upTo: inner.startIndex)
        return language.attribute + String(Substring(between))
            + target(words, form: language.form, over: Substring(inner))
    }

    /// A target with these words, or the words alone where it is there already.
    private static func target(_ words: String, form: Substring, over old: Substring) -> String {
        if let state = XLIFFState(form) {
            return state.place(over: old) { target(words, form: state.form, over: $0) }
        }
        guard !form.isEmpty else { return words }
        if old.hasSuffix("/>") {
            // `<target state="new"/>` opens up.
            let name = old.dropFirst().prefix { !$0.isWhitespace && $0 != "/" }
            return old.dropLast(2).trimmed + ">" + words + "</\(name)>"
        }
        // The form is what stands before `<source>`: its white space, and the prefix of its name.
        let prefix = form.drop(while: \.isWhitespace).dropFirst()
        let space = form.prefix(while: \.isWhitespace)
        return "\(space)<\(prefix)target>\(words)</\(prefix)target>"
    }

    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        TagOrder.isKept(in: translation, of: source, isHTML: false)
    }
}

/// Finds the segments of XLIFF that want a translation.
private struct XLIFFUnitFinder {
    private let bytes: [UInt8]
    private var units: [Block] = []
    /// For each open element, whether what is in it is to be translated.
    private var translates: [Bool] = []
    /// How deep in `alt-trans` or other proposals it is.
    private var proposals = 0
    private var segment: Segment?
    private var lastText = 0..<0
    /// Where a file of XLIFF 2 has to say its target language, and does not: without that it may have no targets (XLIFF
    /// 2.0, section 4.3.1.1).
    private(set) var languagePlace: Int?
    /// Where it says its target language: in XLIFF 1.2 each of its files does.
    private(set) var languages: [Range<Int>] = []
    /// Where its root is, if that is no `xliff`.
    private(set) var otherRoot: Int?

    private struct Segment {
        let depth: Int
        let tag: Range<Int>
        /// Whether its own state says that its translation is still to be done, as in XLIFF 2 (section 4.3.1.34).
        let isToDo: Bool
        var sourceTag: Range<Int>?
        var source: Range<Int>?
        var sourceEnd: Int?
        var indent = 0..<0
        var targetTag: Range<Int>?
        var target: Range<Int>?
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func find() -> [Block] {
        for token in MarkupScanner(bytes, isHTML: false) {
            switch token.kind {
            case .text: lastText = token.range
            case .other: break
            case .start(let name, let isEmpty): begin(Self.local(name), token.range, isEmpty: isEmpty)
            case .end(let name): end(Self.local(name), token.range)
            }
        }
        return units
    }

    private mutating func begin(_ name: Substring, _ range: Range<Int>, isEmpty: Bool) {
        let isOpen = (translates.last ?? true) && !says("translate", "no", range) && !says("approved", "yes", range)
        let depth = translates.count
        if Self.proposing.contains(name), !isEmpty { proposals += 1 }
        if depth == 0, name == "xliff", isNew(range), Attributes.value(of: "trgLang", in: range, bytes) == nil {
            languagePlace = range.upperBound - 1
        }
        if depth == 0, name != "xliff" { otherRoot = range.lowerBound }
        if name == "xliff" || name == "file",
            let said = Attributes.value(of: name == "file" ? "target-language" : "trgLang", in: range, bytes)
        {
            languages.append(said)
        }
        if proposals == 0, isOpen, !isEmpty, name == "trans-unit" || name == "segment" {
            segment = Segment(
                depth: depth, tag: range, isToDo: name == "segment" && says("state", "initial", range))
        }
        if let open = segment, depth == open.depth + 1, proposals == 0 {
            if name == "source", !isEmpty {
                segment?.sourceTag = range
                segment?.indent =
                    lastText.upperBound == range.lowerBound ? lastText : range.lowerBound..<range.lowerBound
                segment?.source = range.upperBound..<range.upperBound
            } else if name == "target" {
                segment?.targetTag = range
                segment?.target = isEmpty ? range : range.upperBound..<range.upperBound
            } else if name == "seg-source", isEmpty {
                segment?.sourceEnd = range.upperBound
            }
        }
        if !isEmpty { translates.append(isOpen) }
    }

    private mutating func end(_ name: Substring, _ range: Range<Int>) {
        if !translates.isEmpty { translates.removeLast() }
        if Self.proposing.contains(name) { proposals -= 1 }
        guard let open = segment, proposals == 0 else { return }
        let depth = translates.count
        if depth == open.depth + 1 {
            if name == "source", let source = open.source {
                segment?.source = source.lowerBound..<range.lowerBound
                segment?.sourceEnd = range.upperBound
            } else if name == "target", let target = open.target {
                segment?.target = target.lowerBound..<range.lowerBound
            } else if name == "seg-source" {
                // In XLIFF 1.2 the target stands behind it (section 3.2.3).
                segment?.sourceEnd = range.upperBound
            }
        } else if depth == open.depth {
            if let unit = unit(open) {
                let tag = open.isToDo ? open.tag : open.targetTag
                units.append(tag.map { XLIFFState.renewing(unit, saidIn: $0, bytes) } ?? unit)
            }
            segment = nil
        }
    }

    private func unit(_ segment: Segment) -> Block? {
        guard let source = segment.source, let sourceEnd = segment.sourceEnd, let tag = segment.sourceTag else {
            return nil
        }
        guard let target = segment.target, let targetTag = segment.targetTag else {
            let name = bytes[tag].dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
            let prefix =
                name.contains(UInt8(ascii: ":")) ? name.prefix { $0 != UInt8(ascii: ":") } + [UInt8(ascii: ":")] : []
            let indent = bytes[segment.indent].allSatisfy { $0 <= 0x20 } ? bytes[segment.indent] : []
            let form = String(decoding: indent, as: UTF8.self) + "|" + String(decoding: prefix, as: UTF8.self)
            return Block(kind: .unit(Block.Unit(form: form, source: source)), range: sourceEnd..<sourceEnd)
        }
        if target == targetTag {
            return Block(kind: .unit(Block.Unit(form: "|", source: source)), range: target)
        }
        let isToDo =
            segment.isToDo || ["new", "needs-translation", "initial"].contains { says("state", $0, targetTag) }
        guard isToDo || bytes[target].allSatisfy({ $0 <= 0x20 }) else { return nil }
        return Block(kind: .unit(Block.Unit(form: "", source: source)), range: target)
    }

    private func isNew(_ root: Range<Int>) -> Bool {
        Attributes.value(of: "version", in: root, bytes).map { bytes[$0].first == UInt8(ascii: "2") } ?? false
    }

    private func says(_ name: String, _ value: String, _ tag: Range<Int>) -> Bool {
        Attributes.value(of: name, in: tag, bytes).map { bytes[$0].elementsEqual(value.utf8) } ?? false
    }

    private static func local(_ name: String) -> Substring {
        name.lastIndex(of: ":").map { name[name.index(after: $0)...] } ?? name[...]
    }

    /// Elements whose sources and targets are proposals or notes.
    private static let proposing: Set<Substring> = ["alt-trans", "match", "matches", "glossary", "originalData"]
}

extension Substring {
    /// The text without white space at its end.
    fileprivate var trimmed: Substring {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
