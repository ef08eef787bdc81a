import Foundation
import Yams

/// Where settings come from: the environment before the file.
///
/// Every key of the file has an environment name: `retry.base` is `TOLMACH_RETRY_BASE`.
struct ConfigurationSource {
    let environment: [String: String]
    let file: ConfigurationFile?

    /// A value, or nil where nobody set it.
    ///
    /// An empty variable counts as not set.
    func setting(_ key: String) throws -> Setting? {
        let name = Self.environmentName(key)
        if let text = environment[name], !text.isEmpty { return Setting(text: text, place: name) }
        guard let file, let entry = file.entries[key] else { return nil }
        guard let scalar = entry.node.scalar else { throw file.error(key, "a single value is wanted") }
        return Setting(text: scalar.string, place: "\(file.path):\(entry.line): \(key)")
    }

    /// A list: of scalars in the file, separated by commas in the environment.
    func list(_ key: String) throws -> [Setting]? {
        if let text = environment[Self.environmentName(key)], !text.isEmpty {
            return text.split(separator: ",").map {
                Setting(text: $0.trimmingCharacters(in: .whitespaces), place: Self.environmentName(key))
            }
        }
        guard let file, let entry = file.entries[key] else { return nil }
        let place = "\(file.path):\(entry.line): \(key)"
        if let scalar = entry.node.scalar { return [Setting(text: scalar.string, place: place)] }
        guard let sequence = entry.node.sequence else { throw file.error(key, "a list of words is wanted") }
        return try sequence.map { node in
            guard let scalar = node.scalar else { throw file.error(key, "a list of words is wanted") }
            return Setting(text: scalar.string, place: place)
        }
    }

    /// What is wrong with the value of a key that is set.
    func error(_ key: String, _ reason: String) -> ConfigurationError {
        let name = Self.environmentName(key)
        if let text = environment[name], !text.isEmpty { return ConfigurationError(place: name, reason: reason) }
        return file?.error(key, reason) ?? ConfigurationError(place: key, reason: reason)
    }

    /// A mapping of words, or a JSON object as text.
    func object(_ key: String) throws -> [String: Any]? {
        if let file, let entry = file.entries[key], environment[Self.environmentName(key)] == nil,
            let mapping = entry.node.mapping
        {
            return try Dictionary(
                uniqueKeysWithValues: mapping.map { name, value in
                    guard let name = name.scalar?.string else { throw file.error(key, "a key must be a word") }
                    return (name, Self.json(value))
                })
        }
        guard let setting = try setting(key) else { return nil }
        let object = try? JSONSerialization.jsonObject(with: Data(setting.text.utf8))
        guard let object = object as? [String: Any] else { throw setting.error("a JSON object is wanted") }
        return object
    }

    /// The keys of this name: of the endpoint that stands in the environment alone, and of those of the file.
    func keys(endingWith name: String) -> [String] {
        [name] + (file?.endpoints ?? []).map { "endpoints.\($0).\(name)" }
    }

    static func environmentName(_ key: String) -> String {
        "TOLMACH_" + key.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
    }

    private static func json(_ node: Node) -> Any {
        if let mapping = node.mapping {
            return Dictionary(
                mapping.map { ($0.key.scalar?.string ?? "", json($0.value)) }, uniquingKeysWith: { $1 })
        }
        if let sequence = node.sequence { return sequence.map(json) }
        guard let scalar = node.scalar else { return NSNull() }
        if scalar.style != .plain { return scalar.string }
        return Int.construct(from: scalar) ?? Double.construct(from: scalar) ?? boolean(scalar.string)
            ?? (scalar.string == "null" || scalar.string == "~" ? NSNull() : scalar.string)
    }

    /// Only the words of YAML 1.2: `no` stays a word.
    private static func boolean(_ text: String) -> Any? {
        switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
