/// Addresses.
enum Address {
    /// `https://…`, `mailto:…`, `www.…`: to the end that GitHub's extended autolinks give it (GFM, section 6.9), that is,
    /// without the punctuation and the unbalanced bracket behind.
    static let url: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        if start > 0, bytes[start - 1].isNameByte { return nil }
        guard schemes.contains(where: { cursor.take($0) }) else { return nil }
        let body = cursor.index
        cursor.takeAll(upTo: ProtectedSpans.longest) { $0 > 0x20 && !"<>\"`|\\^{}".utf8.contains($0) && $0 < 0x7F }
        var end = cursor.index
        var surplus = bytes[body..<end].reduce(0) {
            $0 + ($1 == UInt8(ascii: ")") ? 1 : $1 == UInt8(ascii: "(") ? -1 : 0)
        }
        while end > body {
            let last = bytes[end - 1]
            let isLoose = last == UInt8(ascii: ")") && surplus > 0 || last == UInt8(ascii: "]")
            guard isLoose || "?!.,:;*_~'".utf8.contains(last) else { break }
            if last == UInt8(ascii: ")") { surplus -= 1 }
            end -= 1
        }
        return end > body ? end : nil
    }

    private static let schemes: [StaticString] = ["https://", "http://", "ftp://", "mailto:", "www."]
}
