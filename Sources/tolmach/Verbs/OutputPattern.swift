import Foundation
import Translation

/// Where results go: a path in which `{dir} {path} {stem} {lang} {ext} {name}` stand for parts of the source's.
///
/// `{path}` is the file's path below the folder that was given, or its name where it was given itself; `{dir}` is the
/// folder that it lies in.
struct OutputPattern {
    private let pattern: String

    private static let known = ["dir", "path", "stem", "lang", "ext", "name"]
    private static let example = "{dir}/{stem}.{lang}.{ext}"

    init(_ pattern: String) throws {
        self.pattern = pattern
        for match in pattern.matches(of: /\{([^}]*)\}/) where !Self.known.contains(String(match.1)) {
            throw CommandFailure.usage(
                "--output: nobody knows {\(match.1)}",
                hint: "Known are \(Self.known.map { "{\($0)}" }.joined(separator: " ")).")
        }
        guard !pattern.isEmpty, !pattern.hasSuffix("/") else {
            throw CommandFailure.usage("--output names no file", hint: "For example: -o '\(Self.example)'")
        }
    }

    /// The absolute path for a source: the daemon has another working folder.
    ///
    /// - Throws: ``CommandFailure`` where it is a folder or the source itself, or leads out of where the pattern points.
    func path(for file: FileSelection.File, _ language: LanguageTag) throws -> String {
        let path = Self.absolute(try filled(for: file, language))
        var information = stat()
        if stat(path, &information) == 0 {
            if information.st_mode & S_IFMT == S_IFDIR {
                throw CommandFailure.usage(
                    "--output: \(path) is a folder", hint: "For example: -o '\(path)/{stem}.{lang}.{ext}'")
            }
            var own = stat()
            // Whatever names lead there: a link, a second way to write the path.
            if file.path != "-", stat(file.path, &own) == 0, own.st_dev == information.st_dev,
                own.st_ino == information.st_ino
            {
                throw Self.isInput(path)
            }
        }
        if file.path != "-", path == Self.absolute(file.path) { throw Self.isInput(path) }
        return path
    }

    /// The pattern with the parts of the source's path in it, each put in once: braces in a file's name stay.
    private func filled(for file: FileSelection.File, _ language: LanguageTag) throws -> String {
        let isInput = file.path == "-"
        let name = isInput ? "standard-input" : (file.path as NSString).lastPathComponent
        let folder = isInput ? "" : (file.path as NSString).deletingLastPathComponent
        let ending = (name as NSString).pathExtension
        let parts = [
            "dir": folder.isEmpty ? "." : folder, "name": name, "lang": language.identifier,
            "stem": (name as NSString).deletingPathExtension, "ext": ending,
            "path": isInput ? name : file.relativePath,
        ]
        // A file without an extension gets no dot for one.
        let pattern = ending.isEmpty ? pattern.replacingOccurrences(of: ".{ext}", with: "") : pattern
        var steps: [String] = []
        for step in pattern.split(separator: "/", omittingEmptySubsequences: false) {
            let filled = step.replacing(/\{([^}]*)\}/) { parts[String($0.1)] ?? "" }
            // What the pattern itself says leads where its author wants; what a file's name says must not.
            let isSafe = !filled.split(separator: "/").contains { $0 == ".." } || step == ".." || step.contains("{dir}")
            guard isSafe else {
                throw CommandFailure.usage(
                    "--output: the name of \(file.path) would lead out of the folder", hint: "Rename the file.")
            }
            steps.append(String(filled))
        }
        return steps.joined(separator: "/")
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    private static func isInput(_ path: String) -> CommandFailure {
        .usage(
            "--output: the translation would replace the document \(path) itself",
            hint: "Put {lang} into it, for example: -o '\(example)'")
    }
}
