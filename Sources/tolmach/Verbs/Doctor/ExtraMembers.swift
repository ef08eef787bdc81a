import Foundation

/// The members of an endpoint's `extra`, each value as JSON text, so that some can be added or replaced.
struct ExtraMembers: Sendable, Hashable {
    private var values: [String: String]

    /// Reads the text of a JSON object; what is none has no members.
    init(_ text: String?) {
        // What is no JSON was refused when the configuration was read.
        let object = text.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) }
        values = (object as? [String: Any] ?? [:]).compactMapValues(Self.text)
    }

    /// A member's value as JSON text.
    subscript(key: String) -> String? {
        get { values[key] }
        set { values[key] = newValue }
    }

    /// The object in one line that is JSON and YAML alike; nil where it has no members.
    var text: String? {
        guard !values.isEmpty else { return nil }
        let members = values.sorted { $0.key < $1.key }.map { "\(Self.text($0.key) ?? "\"\""): \($0.value)" }
        return "{" + members.joined(separator: ", ") + "}"
    }

    private static func text(_ value: Any) -> String? {
        let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? JSONSerialization.data(withJSONObject: value, options: options) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
