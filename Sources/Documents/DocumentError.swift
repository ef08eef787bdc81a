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
    /// The byte order mark of an encoding other than UTF-8.
    case unsupportedEncoding(String)
    /// The file breaks the rules of its format.
    case malformed(DocumentFormat, line: Int, what: String)

    /// What is wrong, in one sentence without the document's text.
    public var message: String {
        switch self {
        case .empty: "the document is empty"
        case .blank: "the document holds nothing but white space"
        case .notUTF8(let line, let offset): "line \(line) is not valid UTF-8 (byte \(offset) of the document)"
        case .containsNUL(let line): "line \(line) holds a zero byte, so this looks like a binary file"
        case .tooLarge(let bytes, let limit): "the document has \(bytes) bytes; the limit is \(limit)"
        case .unsupportedEncoding(let name): "the document is encoded in \(name), not in UTF-8"
        case .malformed(let format, let line, let what): "line \(line) is no sound \(format.title): \(what)"
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
            "Convert it first: iconv -f \(name) -t UTF-8 FILE > FILE.utf8"
        case .malformed:
            "Mend that line, or say how else to read the file: --format text"
        }
    }
}

extension DocumentError: CustomStringConvertible {
    /// The message and the hint.
    public var description: String { "\(message). \(hint)" }
}
