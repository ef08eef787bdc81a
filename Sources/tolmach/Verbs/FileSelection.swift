import Documents
import Foundation

/// The documents that are meant by paths: files as they are, and of folders what is in them.
///
/// Folders are walked to the bottom in the order of the names. Hidden files and folders are left out, links to folders
/// are not followed, and what no format knows by its extension is left out and counted.
struct FileSelection {
    /// A document that was found.
    struct File: Equatable {
        /// The path to open it by.
        let path: String
        /// The argument that it was found below; nil where it was named itself.
        let folder: String?
        /// The path below that folder; of a file that was named, its name.
        let relativePath: String

        init(path: String, folder: String?, relativePath: String) {
            self.path = path
            self.folder = folder
            self.relativePath = relativePath
        }

        /// A file that was named itself.
        init(_ path: String) {
            self.init(path: path, folder: nil, relativePath: (path as NSString).lastPathComponent)
        }
    }

    /// The documents, each once, in the order of the arguments and then of their names.
    private(set) var files: [File] = []
    /// The files in folders whose extension no format knows.
    private(set) var unknown = 0
    /// The files in folders that cannot be reached: links to nothing, and names that are not UTF-8.
    private(set) var unreachable = 0
    /// The files in folders that are translations written earlier.
    private(set) var translations = 0

    private let include: [GlobPattern]
    private let exclude: [GlobPattern]
    private let leavingOut: Set<String>
    private let takesUnknown: Bool
    private var seen: Set<String> = []

    /// Finds the documents.
    ///
    /// - Parameters:
    ///   - arguments: Paths of files and folders; `-` is standard input.
    ///   - include: Patterns of which a file in a folder must match one, if there are any; see ``GlobPattern``.
    ///   - exclude: Patterns of which neither the file nor a folder on the way to it may match one.
    ///   - takesUnknown: Whether a file is a document whatever its extension, since a person said of what format all are.
    ///   - leavingOut: Absolute paths of files in folders that are not documents: translations written earlier.
    /// - Throws: ``CommandFailure`` where nothing is found, or a folder cannot be read.
    init(
        _ arguments: [String], include: [String] = [], exclude: [String] = [], takesUnknown: Bool = false,
        leavingOut: Set<String> = []
    ) throws {
        self.include = include.map(GlobPattern.init)
        self.exclude = exclude.map(GlobPattern.init)
        self.leavingOut = leavingOut
        self.takesUnknown = takesUnknown
        for argument in arguments {
            if Self.isFolder(argument) {
                try walk(argument)
            } else {
                add(File(argument))
            }
        }
        if files.isEmpty { throw nothingFound(arguments) }
    }

    /// Whether an argument is a folder, whose files are to be found.
    static func isFolder(_ argument: String) -> Bool {
        argument != "-" && kind(of: argument, following: true) == S_IFDIR
    }

    /// Leaves out the files in folders that others are translated into.
    ///
    /// - Parameter results: The absolute paths that a file's translations go to.
    mutating func leaveOut(_ results: (File) throws -> [String]) rethrows {
        let taken = Set(try files.filter { $0.folder != nil }.flatMap(results))
        let count = files.count
        files.removeAll { $0.folder != nil && taken.contains(Self.absolute($0.path)) }
        translations += count - files.count
    }

    /// What was left out, in words; nil where nothing was.
    var summary: String? {
        let parts =
            (unknown > 0 ? ["\(HumanText.count(unknown, "file")) of no format that is known"] : [])
            + (unreachable > 0
                ? ["\(HumanText.count(unreachable, "file")) that cannot be opened by a name in UTF-8"] : [])
            + (translations > 0 ? ["\(HumanText.count(translations, "translation"))"] : [])
        return parts.isEmpty ? nil : "left out: " + parts.joined(separator: ", ")
    }

    private mutating func walk(_ folder: String) throws {
        let root = folder.hasSuffix("/") ? folder : folder + "/"
        // What is still to be seen, the next last: a stack of our own, since folders may be nested deeply.
        var ahead = try Self.names(in: folder).reversed().map { $0 }
        while let relative = ahead.popLast() {
            let path = root + relative
            if exclude.contains(where: { $0.matches(relative) }) { continue }
            if Self.kind(of: path, following: false) == S_IFDIR {
                ahead += try Self.names(in: path).reversed().map { relative + "/" + $0 }
            } else if let kind = Self.kind(of: path, following: true) {
                if kind == S_IFREG { take(File(path: path, folder: folder, relativePath: relative)) }
            } else {
                unreachable += 1
            }
        }
    }

    /// Takes a file in a folder, if it is a document that is wanted.
    private mutating func take(_ file: File) {
        guard include.isEmpty || include.contains(where: { $0.matches(file.relativePath) }) else { return }
        if leavingOut.contains(Self.absolute(file.path)) {
            translations += 1
        } else if !takesUnknown, DocumentFormat(named: (file.path as NSString).pathExtension) == nil {
            unknown += 1
        } else {
            add(file)
        }
    }

    private mutating func add(_ file: File) {
        if seen.insert(file.path == "-" ? "-" : Self.absolute(file.path)).inserted { files.append(file) }
    }

    private func nothingFound(_ arguments: [String]) -> CommandFailure {
        let wanted = include.isEmpty ? "files of a format that is known" : include.map(\.text).joined(separator: ", ")
        var hint = "Looked for \(wanted)"
        if !exclude.isEmpty { hint += ", without \(exclude.map(\.text).joined(separator: ", "))" }
        if unknown > 0 { hint += "; files left out, since no format knows their extension: \(unknown)" }
        if translations > 0 { hint += "; left out, since they are translations: \(translations)" }
        let formats = DocumentFormat.allCases.map(\.rawValue).joined(separator: ", ")
        return CommandFailure(
            exit: .failure, message: "there is no document in \(arguments.joined(separator: ", "))",
            hint: "\(hint). The formats are \(formats). Nothing was queued.")
    }

    /// The names in a folder that are not hidden, in the order of their bytes, which is the same everywhere.
    private static func names(in folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        } catch {
            throw CommandFailure(
                exit: .failure, message: "the folder \(folder) cannot be read",
                hint: "Check its owner and permissions, or leave it out with --exclude. Nothing was queued.")
        }
    }

    /// What a path is, as `stat` has it; nil where there is nothing.
    private static func kind(of path: String, following: Bool) -> mode_t? {
        var information = stat()
        let result = following ? stat(path, &information) : lstat(path, &information)
        return result == 0 ? information.st_mode & S_IFMT : nil
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
