import Foundation

/// The way from a file of an archive to another one (EPUB 3.3, section 4.2.3: URLs relative to the container's root).
enum ArchivePath {
    /// The names that a reference may mean, the likeliest first: with what is percent-encoded in it decoded, and as it is,
    /// since many programs forget to encode.
    ///
    /// Steps above the root stay at the root, as they do in URLs; what leads to another machine is no name of a file here
    /// and is not found.
    static func names(of reference: String, from file: String) -> [String] {
        let path = String(reference.prefix { $0 != "#" })
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
        let spellings = [path.removingPercentEncoding ?? path, path]
        return spellings.map { resolve($0, in: folder) }
    }

    private static func resolve(_ path: String, in folder: [String]) -> String {
        var steps = path.hasPrefix("/") ? [] : folder
        for step in path.split(separator: "/").map(String.init) where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }
}
