import Documents
import Foundation
import Store
import Translation

/// A file as `add` takes it in: read, taken apart, and with every complaint worded for the person who typed its name.
struct InputDocument: Sendable {
    let path: String
    let name: String
    let bytes: Data
    let format: DocumentFormat
    let pieces: [NewJob.Piece]

    /// Reads a file, or standard input where its name is `-`.
    init(_ path: String, format wanted: String?, maximumSegment: Int = SourceDocument.defaultMaximumSegment) throws {
        let name = path == "-" ? "standard input" : (path as NSString).lastPathComponent
        try self.init(
            bytes: Self.read(path), name: name, path: path, format: wanted, maximumSegment: maximumSegment)
    }

    /// Takes bytes apart.
    init(
        bytes: Data, name: String, path: String? = nil, format wanted: String? = nil,
        maximumSegment: Int = SourceDocument.defaultMaximumSegment
    ) throws {
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
        do {
            pieces = try SourceDocument(bytes: bytes, format: format, maximumSegment: maximumSegment).segments.map {
                segment in
                NewJob.Piece(segment)
            }
        } catch {
            throw CommandFailure(exit: .failure, message: "\(self.path): \(error.message)", hint: error.hint)
        }
    }

    private static func read(_ path: String) throws -> Data {
        if path == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
        var information = stat()
        guard stat(path, &information) == 0 else {
            throw CommandFailure(
                exit: .failure, message: "\(path): \(String(cString: strerror(errno)))", hint: "Nothing was queued.")
        }
        guard information.st_mode & S_IFMT != S_IFDIR else {
            throw CommandFailure(
                exit: .failure, message: "\(path) is a folder",
                hint: "Name its files: tolmach add \(path)/*.md --to …  Nothing was queued.")
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

extension NewJob.Piece {
    /// A segment of a document as the queue takes it in.
    init(_ segment: SourceSegment) {
        self.init(
            kind: segment.kind == .translatable ? .translatable : .verbatim, source: segment.text,
            prompt: segment.layout == nil ? nil : segment.prompt, layout: segment.layout?.json)
    }
}
