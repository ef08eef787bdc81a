/// Any JSON text as a value: for what has no fixed shape, such as `extra` and the error bodies of servers.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var object: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// A string, or a number or truth value in its own spelling: error codes come as either.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .bool(let truth): String(truth)
        case .null, .array, .object: nil
        }
    }
}

extension JSONValue {
    /// Reads a JSON text from an endpoint; `nil` when it is none, or nested too deep.
    ///
    /// Not by Foundation's decoder: it throws an error for every guess at a type that fails, and a megabyte of
    /// numbers where an error's words should be would keep it busy for seconds.
    init?(json: UnsafeBufferPointer<UInt8>) {
        var cursor = JSONCursor(bytes: json)
        guard let value = cursor.value(), cursor.isAtEnd else { return nil }
        self = value
    }

    /// Reads a JSON text from an endpoint; `nil` when it is none, or nested too deep.
    init?(json: String) {
        var json = json
        guard let value = json.withUTF8({ JSONValue(json: $0) }) else { return nil }
        self = value
    }

    /// Reads a JSON text from an endpoint; `nil` when it is none, or nested too deep.
    init?(json: [UInt8]) {
        guard let value = json.withUnsafeBufferPointer({ JSONValue(json: $0) }) else { return nil }
        self = value
    }
}

extension JSONValue: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {  // A failed guess at the type is no error.
            self = .bool(truth)
        } else if let number = try? container.decode(Int.self) {
            self = .integer(number)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let elements = try? container.decode([JSONValue].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let truth): try container.encode(truth)
        case .integer(let number): try container.encode(number)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}
