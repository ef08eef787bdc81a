import Foundation

/// A pattern for paths below a folder, as shells have them: `*`, `?` and `[…]`, by fnmatch(3).
///
/// Without a slash it is for the name, wherever it stands; with one for the whole path, of which `**` stands for any
/// number of folders. A slash at the end means all that is in a folder.
struct GlobPattern {
    /// The pattern as it was given.
    let text: String
    /// Its parts between slashes; nil where it is for the name.
    private let parts: [String]?

    init(_ text: String) {
        self.text = text
        guard text.contains("/") else {
            parts = nil
            return
        }
        let parts = text.split(separator: "/").map(String.init)
        self.parts = text.hasSuffix("/") ? parts + ["**"] : parts
    }

    /// Whether a path matches that is given relative to the folder.
    func matches(_ path: String) -> Bool {
        let names = path.split(separator: "/").map(String.init)
        guard let parts else { return names.last.map { fnmatch(text, $0, 0) == 0 } ?? false }
        // Only the last `**` is ever gone back to: what an earlier one could take more, the later one can take, too.
        var (part, name) = (0, 0)
        var retry: (part: Int, name: Int)?
        while name < names.count {
            if part < parts.count, parts[part] == "**" {
                retry = (part + 1, name)
                part += 1
            } else if part < parts.count, fnmatch(parts[part], names[name], 0) == 0 {
                part += 1
                name += 1
            } else if let last = retry {
                retry = (last.part, last.name + 1)
                (part, name) = (last.part, last.name + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == "**" }
    }
}
