import Translation

/// What it takes to read and to write a format: where its texts stand, what of them must stay as it is, and how a text
/// is spelt there.
protocol DocumentFormatReader {
    /// What people call the format.
    static var title: String { get }

    /// The extensions of the names of such files, in lower case and without the dot.
    static var nameExtensions: [String] { get }

    /// Whether a document is text from begin to end, and not texts among much else.
    static var isRunningText: Bool { get }

    /// Whether the texts follow one another, so that what stands before one helps to translate it.
    static var isContinuous: Bool { get }

    /// Whether a document is a container of files.
    static var isContainer: Bool { get }

    /// Whether a document holds several languages, so that what is to be translated depends on the target.
    static var holdsLanguages: Bool { get }

    /// What a model must know about the format; empty where there is nothing to say.
    static var rules: String { get }

    /// What must come back from the model as it is.
    static var protected: ProtectedSpans { get }

    /// What must come back as it is from the texts of one document, with what only the rest of that document tells.
    ///
    /// - Parameter blocks: Those of the document.
    static func protected(in text: DocumentText, _ blocks: [Block]) -> ProtectedSpans

    /// Whether the first bytes of a file without a telling name are those of such a file.
    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool

    /// The files with texts that a document consists of, in the order in which they are translated.
    ///
    /// Only a container has others than itself. What is not among them stays as it is.
    ///
    /// - Parameter maximumSize: The most bytes that all of them may have together.
    /// - Throws: ``DocumentError``.
    static func members(of document: [UInt8], maximumSize: Int) throws(DocumentError) -> [DocumentMember]

    /// The document with other files in the place of its members, in the same order.
    ///
    /// - Throws: ``DocumentError`` where the document is not what ``members(of:maximumSize:)`` has seen.
    static func document(_ original: [UInt8], with members: [[UInt8]]) throws(DocumentError) -> [UInt8]

    /// The blocks of a member, in order; together they cover all its bytes.
    ///
    /// Has to take time in proportion to the text's length.
    ///
    /// - Parameter target: The language that it is translated into, for files that hold several.
    /// - Throws: ``DocumentError/malformed(_:line:what:)``.
    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block]

    /// The blocks of some running text with the places of their texts, for a model that does not keep the marks around them;
    /// nil where the format has no such marks.
    ///
    /// - Parameter text: What is translatable of one or more of ``blocks(of:into:)``.
    static func placedBlocks(of text: String) -> [PlacedBlock]?

    /// The text that a unit's bytes spell.
    static func decode(_ raw: Substring, form: String) -> String

    /// A text spelt as a unit's bytes have to be.
    ///
    /// - Parameter old: The bytes that it replaces, for what is left to taste: where lines end, which quotes are used.
    static func encode(_ text: String, form: String, over old: Substring) -> String

    /// Whether the document stays whole with a translation in the place of its source; where it would not, the source stays.
    static func fits(_ translation: String, inPlaceOf source: String) -> Bool

    /// A translation of running text with those marks of its source that are a matter of taste.
    static func carryingMarks(from source: String, into translation: String) -> String

    /// A text in a document of its own, in which it stands as it does in its place, so that two can be compared by
    /// ``fits(_:inPlaceOf:)`` and ``structure(of:)``.
    static func alone(_ text: String, form: String) -> String

    /// What a translation must have as its source has it: headings, rows, items.
    static func structure(of text: String) -> TextStructure
}

extension DocumentFormatReader {
    static var isRunningText: Bool { false }
    static var isContinuous: Bool { isRunningText }
    static var isContainer: Bool { false }
    static var holdsLanguages: Bool { false }
    static var rules: String { "" }
    static var protected: ProtectedSpans { ProtectedSpans([]) }
    static func protected(in text: DocumentText, _ blocks: [Block]) -> ProtectedSpans { protected }
    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool { false }
    static func members(of document: [UInt8], maximumSize: Int) -> [DocumentMember] {
        [DocumentMember(name: nil, bytes: document, reader: Self.self)]
    }
    static func document(_ original: [UInt8], with members: [[UInt8]]) -> [UInt8] { members.first ?? original }
    static func placedBlocks(of text: String) -> [PlacedBlock]? { nil }
    static func decode(_ raw: Substring, form: String) -> String { String(raw) }
    static func encode(_ text: String, form: String, over old: Substring) -> String { text }
    static func fits(_ translation: String, inPlaceOf source: String) -> Bool { true }
    static func carryingMarks(from source: String, into translation: String) -> String { translation }
    static func alone(_ text: String, form: String) -> String { text }
    static func structure(of text: String) -> TextStructure { TextStructure() }
}
