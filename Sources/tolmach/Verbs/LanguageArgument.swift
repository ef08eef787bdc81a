import Foundation
import Translation

/// Languages as people type them.
enum LanguageArgument {
    /// One tag.
    static func read(_ text: String) throws -> LanguageTag {
        do { return try LanguageTag(text) } catch { throw CommandFailure.usage("\(error)") }
    }

    /// Tags between commas, each once.
    static func list(_ text: String) throws -> [LanguageTag] {
        let tags = try text.split(separator: ",").map { try read(String($0).trimmingCharacters(in: .whitespaces)) }
        guard !tags.isEmpty else {
            throw CommandFailure.usage("--to names no language", hint: "For example: --to es,fr")
        }
        return tags.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
