import Documents
import Foundation
import Store
import Translation

/// A file as `add` takes it in: read, and with every complaint worded for the person who typed its name.
struct InputDocument: Sendable {
    let path: String
    let name: String
    let bytes: Data
    let format: DocumentFormat

    /// Reads a file, or standard input where its name is `-`.
    init(_ path: String, format wanted: String?) throws {
        let name = path == "-" ? "standard input" : (path as NSString).lastPathComponent
        try self.init(bytes: Self.read(path), name: name, path: path, format: wanted)
    }

    /// Takes bytes for what they are, or for what a person says that they are.
    init(bytes: Data, name: String, path: String? = nil, format wanted: String? = nil) throws {
        self.path = path ?? name
        self.name = name
        self.bytes = bytes
        if let wanted {
            guard let named = DocumentFormat(named: wanted) else {
                throw CommandFailure.usage(
                    "“\(wanted)” is no format",
                    hint: "Known are: \(DocumentFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            format = named
        } else {
            format = DocumentFormat.detect(name: self.path, bytes: bytes)
        }
    }

    /// Takes the document apart.
    func segmented(_ options: ReadingOptions) throws -> SourceDocument {
        do {
            return try SourceDocument(bytes: bytes, format: format, options: options)
        } catch {
            throw CommandFailure(exit: .failure, message: "\(path): \(error.message)", hint: error.hint)
        }
    }

    private static func read(_ path: String) throws -> Data {
        if path == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
        var information = stat()
        guard stat(path, &information) == 0 else {
            throw CommandFailure(
                exit: .failure, message: "\(path): \(String(cString: strerror(errno)))", hint: "Nothing was queued.")
        }
        // Refused before it is read: a wrong name may be a disk image.
        guard Int(information.st_size) <= SourceDocument.defaultMaximumSize else {
            let error = DocumentError.tooLarge(
                bytes: Int(information.st_size), limit: SourceDocument.defaultMaximumSize)
            throw CommandFailure(exit: .failure, message: "\(path): \(error.message)", hint: error.hint)
        }
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandFailure(
                exit: .failure, message: "\(path) cannot be read",
                hint: "Check its owner and permissions. Nothing was queued.")
        }
    }
}
