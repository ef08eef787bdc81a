extension JSONCursor {
    /// Reads a value of any kind; of a key that stands twice in an object, the last one counts.
    mutating func value(depth: Int = 0) -> JSONValue? {
        skipSpace()
        switch peek {
        case UInt8(ascii: "\""): return string().map(JSONValue.string)
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "t"): return skip("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return skip("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return skip("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        guard depth < Self.deepest, take("{") else { return nil }
        var members: [String: JSONValue] = [:]
        if take("}") { return .object(members) }
        repeat {
            guard let key = string(), take(":"), let value = value(depth: depth + 1) else {
                return nil
            }
            members[key] = value
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        guard depth < Self.deepest, take("[") else { return nil }
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            elements.append(value)
        } while take(",")
        return take("]") ? .array(elements) : nil
    }

    private mutating func number() -> JSONValue? {
        let start = index
        guard skipNumber() else { return nil }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        return Int(text).map(JSONValue.integer) ?? Double(text).map(JSONValue.number)
    }
}
