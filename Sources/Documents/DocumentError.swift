import Translation

/// Why a file is not a document that can be translated.
///
/// Lines count from 1, bytes from 0.
public enum DocumentError: Error, Hashable, Sendable {
    /// The file has no bytes.
    case empty
    /// The file holds white space only.
    case blank
    /// The first byte that no UTF-8 text can have at its place (The Unicode Standard, table 3-7).
    case notUTF8(line: Int, byteOffset: Int)
    /// A zero byte: an image, an archive or a program, not a text.
    case containsNUL(line: Int)
    /// The file is longer than was allowed.
    case tooLarge(bytes: Int, limit: Int)
    /// The file says that it is in an encoding that is not read, or that it is not in.
    case unsupportedEncoding(String)
    /// The first byte that is not sound in the encoding that the byte order mark tells: half of a surrogate pair, or the
    /// begin of a code unit that is cut off (The Unicode Standard, section 3.9).
    case undecodable(TextEncoding, line: Int, byteOffset: Int)
    /// A text in UTF-16 without the mark that says so.
    case missingByteOrderMark(TextEncoding)
    /// An archive, or a file in it, that cannot be unpacked or written.
    case damagedArchive(DocumentFormat, entry: String?, what: String)
    /// A file that the document must have, or that it names, and that is not in its archive.
    case missingEntry(DocumentFormat, String)
    /// What is read of an archive has more bytes than was allowed, once it is unpacked.
    case unpacksTooLarge(limit: Int)
    /// An archive of more files than was allowed.
    case tooManyEntries(count: Int, limit: Int)
    /// A document that is encrypted, with the file that was to be read.
    case protected(DocumentFormat, entry: String)
    /// What is wrong with a file within the document.
    indirect case member(String, DocumentError)
    /// Not the document that the segments were made of.
    case otherDocument
    /// The file breaks the rules of its format.
    case malformed(DocumentFormat, line: Int, what: String)
    /// The file says that its translations are in another language than the one that is wanted.
    case otherLanguage(line: Int, found: String, wanted: String)

    /// What is wrong, in one sentence without the document's text.
    public var message: String {
        switch self {
        case .empty: "the document is empty"
        case .blank: "the document holds nothing but white space"
        case .notUTF8(let line, let offset): "line \(line) is not valid UTF-8 (byte \(offset) of the document)"
        case .containsNUL(let line): "line \(line) holds a zero byte, so this looks like a binary file"
        case .tooLarge(let bytes, let limit): "the document has \(bytes) bytes; the limit is \(limit)"
        case .unsupportedEncoding(let name): "the document says that it is encoded in \(name)"
        case .undecodable(let encoding, let line, let offset):
            "line \(line) is not valid \(encoding.rawValue) (byte \(offset) of the document)"
        case .missingByteOrderMark(let encoding):
            "the document looks like \(encoding.rawValue), without the byte order mark that says so"
        case .damagedArchive(let format, let entry, let what):
            entry.map { "“\($0)” in the \(format.title) archive cannot be read: \(what)" }
                ?? "the \(format.title) archive cannot be read: \(what)"
        case .missingEntry(let format, let entry): "the \(format.title) archive lacks “\(entry)”"
        case .unpacksTooLarge(let limit):
            "the texts in the archive unpack to more than \(limit) bytes, which is the limit"
        case .tooManyEntries(let count, let limit): "the archive has \(count) files; the limit is \(limit)"
        case .protected(let format, let entry): "the \(format.title) is protected: “\(entry)” is encrypted"
        case .member(let name, let error): "“\(name)” in the archive: \(error.message)"
        case .otherDocument: "the document is not the one that was taken apart"
        case .malformed(let format, let line, let what): "line \(line) is no sound \(format.title): \(what)"
        case .otherLanguage(let line, let found, let wanted):
            "line \(line) says that the translations are in \(found), not in \(wanted)"
        }
    }

    /// What the person can do about it.
    public var hint: String {
        switch self {
        case .empty, .blank:
            "Check that the file was written to the end, or that the pipe before it gave any text."
        case .notUTF8:
            "Convert it first, naming the encoding that it has: iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8"
        case .containsNUL:
            "Give a text or Markdown file. If it is a text in UTF-16, convert it first: "
                + "iconv -f UTF-16LE -t UTF-8 FILE > FILE.utf8"
        case .tooLarge:
            "Divide it, for example at its chapters, and add the parts."
        case .unsupportedEncoding(let name):
            "Convert it first, and let it say so: iconv -f \(name) -t UTF-8 FILE > FILE.utf8"
        case .undecodable:
            "The file may have been cut off, or its mark is wrong: get it again, or convert it to UTF-8."
        case .missingByteOrderMark(let encoding):
            "Convert it first: iconv -f \(encoding.rawValue) -t UTF-8 FILE > FILE.utf8"
        case .damagedArchive, .missingEntry:
            "It may have been cut off on its way: copy or download it again."
        case .unpacksTooLarge, .tooManyEntries:
            "No usual document is that large inside: check where it comes from. If it is sound, divide it."
        case .protected:
            "Get it without copy protection from where it comes from; nothing here can open it."
        case .member:
            "Mend that file in the archive, with the program that the document was made with, and try again."
        case .otherDocument:
            "Add the document again."
        case .malformed:
            "Mend that line, or say how else to read the file: --format text"
        case .otherLanguage(_, let found, let wanted):
            "Add it with --to \(found); or write \(wanted) there, if the file has no translations yet."
        }
    }
}

extension DocumentError: CustomStringConvertible {
    /// The message and the hint.
    public var description: String { "\(message). \(hint)" }
}

extension DocumentError {
    /// Refuses a file that is for another language than the one that is wanted: it would hold two.
    ///
    /// Countries and scripts are of no matter.
    ///
    /// - Parameters:
    ///   - name: The language as the file says it: `cy`, `pt_BR`, `sr@latin`. What names none that is known is let pass.
    ///   - place: Where the file says it.
    static func checkLanguage(
        _ name: Substring, at place: Int, of text: DocumentText, wanted: LanguageTag
    ) throws(DocumentError) {
        let subtag = name.drop(while: \.isWhitespace).prefix(while: \.isLetter)
        // No error: what is no tag says nothing of a language.
        guard let found = try? LanguageTag(String(subtag)).identifier else { return }
        let codes: Set<String> = [found, String(wanted.identifier.prefix { $0 != "-" })]
        guard codes.count > 1, !sameLanguage.contains(codes) else { return }
        throw .otherLanguage(line: text.line(of: place), found: found, wanted: wanted.identifier)
    }

    /// Codes of one language, old and new, or common and of one norm (IANA's registry of language subtags).
    private static let sameLanguage: Set<Set<String>> = [
        ["iw", "he"], ["in", "id"], ["ji", "yi"], ["mo", "ro"], ["tl", "fil"], ["no", "nb"], ["no", "nn"],
    ]
}
