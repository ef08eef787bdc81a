import Foundation
import Translation

/// What is done with the elements of TMX (TMX 1.4b, section 3.3).
struct TMXHandler: XMLHandler {
    static let roots = ["tmx"]

    /// A text of an entry (`tuv`).
    private struct Variant {
        let language: LanguageTag?
        let created: Timestamp?
        var text = ""
    }

    private let source: LanguageTag?
    private let target: LanguageTag?
    private let body: (TranslationUnit) throws -> Void
    private(set) var summary = TMXReader.Summary()

    private var languages = LanguageMatches()
    /// The source language that the file says, and the entry; nil where all are (`*all*`).
    private var fileSource: LanguageTag?
    private var entrySource: LanguageTag?
    private var entryCreated: Timestamp?
    private var variants: [Variant] = []
    private var isInSegment = false
    private var text = ""

    init(source: LanguageTag?, target: LanguageTag?, _ body: @escaping (TranslationUnit) throws -> Void) {
        self.source = source
        self.target = target
        self.body = body
    }

    mutating func begin(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "header": fileSource = attributes["srclang"].flatMap { languages.language($0) }
        case "tu":
            variants = []
            entrySource = attributes["srclang"].map { languages.language($0) } ?? fileSource
            entryCreated = attributes["creationdate"].flatMap(TMXDate.instant)
        case "tuv":
            // Before version 1.4 the attribute was `lang`.
            let language = (attributes["xml:lang"] ?? attributes["lang"]).flatMap { languages.language($0) }
            variants.append(
                Variant(language: language, created: attributes["creationdate"].flatMap(TMXDate.instant)))
        case "seg":
            isInSegment = true
            text = ""
        default: break
        }
    }

    mutating func take(_ piece: String) {
        if isInSegment { text += piece }
    }

    mutating func end(_ name: String) throws {
        switch name {
        case "seg":
            isInSegment = false
            if !variants.isEmpty { variants[variants.count - 1].text = text }
        case "tu": try handOn()
        default: break
        }
    }

    /// Hands on the entry's source with each of its translations that is wanted.
    private mutating func handOn() throws {
        let usable = variants.enumerated().compactMap { place, variant in
            variant.text.isEmpty ? nil : variant.language.map { (place: place, language: $0) }
        }
        var handed = 0
        if let from = place(ofSourceIn: usable), let language = variants[from].language {
            for to in places(ofTargetsIn: usable.filter { $0.language != language }) {
                guard let into = variants[to].language else { continue }
                let unit = TranslationUnit(
                    source: language, target: into, text: variants[from].text, translation: variants[to].text,
                    created: variants[to].created ?? entryCreated)
                try body(unit)
                handed += 1
            }
        }
        summary.units += handed
        summary.leftOut += variants.count - (handed == 0 ? 0 : handed + 1)
        variants = []
    }

    private mutating func place(ofSourceIn usable: [(place: Int, language: LanguageTag)]) -> Int? {
        guard let wanted = source ?? entrySource else { return usable.first?.place }
        return languages.best(for: wanted, of: usable)
    }

    private mutating func places(ofTargetsIn usable: [(place: Int, language: LanguageTag)]) -> [Int] {
        guard let target else { return usable.map(\.place) }
        return languages.best(for: target, of: usable).map { [$0] } ?? []
    }
}
