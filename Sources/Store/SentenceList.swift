import Foundation

/// Lists as the database holds them.
enum SentenceList {
    /// A list as JSON.
    static func encode(_ list: [String]) throws -> String {
        list.isEmpty ? "[]" : String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
    }

    /// A list of JSON.
    static func decode(_ json: String) throws -> [String] {
        json == "[]" ? [] : try JSONDecoder().decode([String].self, from: Data(json.utf8))
    }
}
