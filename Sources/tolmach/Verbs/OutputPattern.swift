import Foundation
import Translation

/// Where results go: a path in which `{dir} {stem} {ext} {name} {lang}` stand for parts of the source's.
struct OutputPattern {
    private let pattern: String

    init(_ pattern: String) throws {
        self.pattern = pattern
        let known = ["dir", "stem", "ext", "name", "lang"]
        for match in pattern.matches(of: /\{([^}]*)\}/) where !known.contains(String(match.1)) {
            throw CommandFailure.usage(
                "--output: nobody knows {\(match.1)}", hint: "Known are {dir} {stem} {ext} {name} {lang}.")
        }
        guard !pattern.isEmpty, !pattern.hasSuffix("/") else {
            throw CommandFailure.usage("--output names no file", hint: "For example: -o '{dir}/{stem}.{lang}.{ext}'")
        }
    }

    /// The absolute path for a source: the daemon has another working folder.
    func path(for source: String, _ language: LanguageTag) throws -> String {
        let isInput = source == "-"
        let file = isInput ? "standard-input" : (source as NSString).lastPathComponent
        let folder = isInput ? "" : (source as NSString).deletingLastPathComponent
        let parts = [
            "dir": folder.isEmpty ? "." : folder, "name": file, "lang": language.identifier,
            "stem": (file as NSString).deletingPathExtension, "ext": (file as NSString).pathExtension,
        ]
        var path = pattern
        for (key, value) in parts { path = path.replacingOccurrences(of: "{\(key)}", with: value) }
        if !path.hasPrefix("/") { path = FileManager.default.currentDirectoryPath + "/" + path }
        path = URL(fileURLWithPath: path).standardizedFileURL.path
        var information = stat()
        if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
            throw CommandFailure.usage(
                "--output: \(path) is a folder", hint: "For example: -o '\(path)/{stem}.{lang}.{ext}'")
        }
        return path
    }
}
