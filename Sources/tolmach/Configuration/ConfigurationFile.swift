import Foundation
import Yams

/// The configuration's YAML file: its values with the lines on which they stand.
///
/// Read by Yams' node tree, because an error must name its line, and because YAML 1.1 would read the language tag
/// `no` as false: every scalar is taken as the text that was written.
struct ConfigurationFile {
    /// A value and its place.
    struct Entry {
        var node: Node
        var line: Int
    }

    let path: String
    /// All values by their key, nested ones with a point: `retry.base`, `endpoints.local.model`.
    private(set) var entries: [String: Entry] = [:]
    /// The endpoints' names, as they follow each other in the file.
    private(set) var endpoints: [String] = []

    /// Reads a file and refuses what it does not know.
    ///
    /// - Throws: ``ConfigurationError``.
    init(path: String) throws {
        self.path = path
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            let known = FileManager.default.fileExists(atPath: path)
            throw ConfigurationError(
                place: path,
                reason: known ? "cannot be read: check its permissions and that it is UTF-8" : "no such file")
        }
        let root: Node?
        do {
            // The basic resolver: every scalar is text here, and compiling the default one's patterns takes 1 ms.
            root = try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw ConfigurationError(place: path, reason: Self.describe(error))
        }
        guard let root, root.scalar.map({ !$0.string.isEmpty && $0.string != "~" }) ?? true else { return }
        guard let mapping = root.mapping else {
            throw error(at: root, "the file must be a list of keys and values, as in `database: /path`")
        }
        try read(mapping, prefix: "")
    }

    /// An error at a key of this file.
    func error(_ key: String, _ reason: String) -> ConfigurationError {
        ConfigurationError(place: entries[key].map { "\(path):\($0.line)" } ?? path, reason: "\(key): \(reason)")
    }

    private mutating func read(_ mapping: Node.Mapping, prefix: String) throws {
        for (keyNode, value) in mapping {
            guard let name = keyNode.scalar?.string else { throw error(at: keyNode, "a key must be a word") }
            let key = prefix + name
            try check(key, at: keyNode)
            if entries[key] != nil { throw error(at: keyNode, "“\(key)” stands twice") }
            entries[key] = Entry(node: value, line: keyNode.mark?.line ?? 0)
            switch key.split(separator: ".").count {
            case 1 where ["endpoints", "retry", "on_complete"].contains(key):
                guard let section = value.mapping else { throw error(at: value, "\(key): a section of keys is wanted") }
                try read(section, prefix: key + ".")
            // One term for all, or a section.
            case 1 where key == RetentionSection.key:
                if let section = value.mapping { try read(section, prefix: key + ".") }
            case 2 where prefix == "endpoints.":
                guard let section = value.mapping else {
                    throw error(at: value, "\(key): a section with at least base_url and model is wanted")
                }
                endpoints.append(name)
                try read(section, prefix: key + ".")
            default: continue
            }
        }
    }

    private func check(_ key: String, at node: Node) throws {
        let parts = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts.first == "endpoints", parts.count == 2 {
            guard Self.isName(parts[1]) else {
                throw error(at: node, "“\(parts[1])”: an endpoint's name has letters, digits, - and _")
            }
            return
        }
        let isEndpointKey = parts.first == "endpoints" && parts.count == 3
        let known = isEndpointKey ? ConfigurationKeys.endpoint : ConfigurationKeys.global
        let name = isEndpointKey ? parts[2] : key
        guard !known.contains(name) else { return }
        let nearest = ConfigurationKeys.nearest(to: name, in: known)
        throw error(
            at: node,
            "nobody knows the key “\(key)”"
                + (nearest.map { "; did you mean “\($0)”?" } ?? "; known are: \(known.joined(separator: ", "))"))
    }

    /// Whether a name has letters, digits, - and _, and begins with a letter; all of ASCII.
    private static func isName(_ text: String) -> Bool {
        text.first?.isLetter == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }

    private func error(at node: Node, _ reason: String) -> ConfigurationError {
        ConfigurationError(place: node.mark.map { "\(path):\($0.line)" } ?? path, reason: reason)
    }

    private static func describe(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): not valid YAML: \(problem)"
        case .duplicatedKeysInMapping(let duplicates, let context):
            "line \(context.mark.line): a key stands twice: \(duplicates.joined(separator: ", "))"
        default: "not valid YAML"
        }
    }
}
