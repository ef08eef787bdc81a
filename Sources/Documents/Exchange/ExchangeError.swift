/// Why a file of terms or of translations cannot be read.
///
/// Lines count from 1.
public enum ExchangeError: Error, Hashable, Sendable {
    /// The file could not be read to its end.
    case unreadable
    /// The file breaks the rules of XML, or of its own format.
    case malformed(line: Int, what: String)
    /// The file declares entities. They are neither expanded, since a few of them can grow into gigabytes, nor fetched.
    case declaresEntities(line: Int)
    /// The file is in an encoding that is not read.
    case unsupportedEncoding(String)
    /// The file is XML, but another kind of it.
    case notExpected(element: String, wanted: String)
    /// There is nothing for the languages that are wanted; the languages that there are.
    case noSuchLanguages(source: String?, target: String, found: [String])

    /// What is wrong, in one sentence without the file's texts.
    public var message: String {
        switch self {
        case .unreadable: "it cannot be read to its end"
        case .malformed(let line, let what): "line \(line): \(what)"
        case .declaresEntities(let line): "line \(line) declares an entity, which is neither expanded nor fetched"
        case .unsupportedEncoding(let name): "it is encoded in \(name), which is not read"
        case .notExpected(let element, let wanted): "it begins with <\(element)>, not with \(wanted)"
        case .noSuchLanguages(let source, let target, let found):
            "it has nothing from \(source ?? "another language") into \(target), "
                + (found.isEmpty ? "and no language at all" : "only " + found.joined(separator: ", "))
        }
    }

    /// What the person can do about it.
    public var hint: String {
        switch self {
        case .unreadable: "Check the file and the disk, and try again."
        case .malformed: "Mend that line; xmllint --noout FILE tells more."
        case .declaresEntities:
            "Remove the DOCTYPE with its declarations, and write the text itself where an entity stands."
        case .unsupportedEncoding: "Convert it first: xmllint --encode UTF-8 FILE > FILE.utf8"
        case .notExpected: "Check that this is the file that was meant."
        case .noSuchLanguages: "Name languages that the file has."
        }
    }
}

extension ExchangeError: CustomStringConvertible {
    /// The message and the hint.
    public var description: String { "\(message). \(hint)" }
}
