import Foundation
import Translation

/// Prints JSON: keys sorted and in snake case, one value a line, times as RFC 3339 in UTC, and `null` for what is not there.
enum JSONText {
    static func print(_ value: some Encodable) throws { Output.line(try text(value)) }

    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// The same JSON, with an escape for what a terminal could obey and the encoder leaves as it is; it stands in
    /// strings only.
    private static func escaped(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: \.isEscapedInJSON) else { return json }
        return json.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isEscapedInJSON {
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    /// `2026-11-23T14:32:10.123Z`.
    static func time(_ instant: Timestamp) -> String { instant.rfc3339 }
}

/// A value that is written as `null` where it is nil, so that a reader finds every key.
struct Nullable<Value: Encodable>: Encodable {
    let value: Value?

    init(_ value: Value?) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

extension Nullable: Sendable where Value: Sendable {}

extension Unicode.Scalar {
    fileprivate var isEscapedInJSON: Bool { (0x7F...0x9F).contains(value) || turnsDirection }
}
