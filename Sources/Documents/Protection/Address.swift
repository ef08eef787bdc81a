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

    /// `name@example.org`: what GitHub's extended autolinks take for an e-mail address (GFM, section 6.9).
    static let mail: ProtectedSpans.Matcher = { bytes, start in
        guard bytes[start].isLetter || Digit.value(of: bytes[start]) != nil, !isWithinWord(start, bytes) else {
            return nil
        }
        var cursor = ByteCursor(bytes, start)
        cursor.takeAll(upTo: 64, isMailByte)
        guard cursor.take("@") else { return nil }
        let domain = cursor.index
        cursor.takeAll(upTo: 255) { isMailByte($0) && $0 != UInt8(ascii: "+") }
        var end = cursor.index
        while end > domain, !bytes[end - 1].isLetter, Digit.value(of: bytes[end - 1]) == nil { end -= 1 }
        return bytes[domain..<end].dropFirst().contains(UInt8(ascii: ".")) ? end : nil
    }

    /// Whether a letter stands before a place, of a script whose words have spaces between them.
    private static func isWithinWord(_ place: Int, _ bytes: [UInt8]) -> Bool {
        guard place > 0 else { return false }
        var first = place - 1
        guard bytes[first] >= 0x80 else { return isMailByte(bytes[first]) }
        while first > 0, bytes[first] & 0xC0 == 0x80 { first -= 1 }
        // From U+3000 on, the scripts of East Asia.
        return bytes[first] < 0xE3
    }

    /// What both parts of an e-mail address may have.
    static func isMailByte(_ byte: UInt8) -> Bool {
        byte.isLetter || Digit.value(of: byte) != nil || "._-+".utf8.contains(byte)
    }

    private static let schemes: [StaticString] = ["https://", "http://", "ftp://", "mailto:", "www."]
}
