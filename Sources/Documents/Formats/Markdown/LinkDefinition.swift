/// A line that says where a link leads, for use elsewhere: `[label]: <destination> "title"` (CommonMark 0.31, section 4.7).
///
/// Footnotes (`[^1]: text`) look alike and are text. A definition whose destination stands in the next line is not
/// recognised, and so is translated as text.
struct LinkDefinition: Equatable {
    /// Whether the line has the title too; if not, it may follow in the next line.
    let hasTitle: Bool

    /// Looks for a definition in what is left of a line.
    init?(_ cursor: LineCursor) {
        let rest = cursor.rest
        guard rest.first == UInt8(ascii: "["), let close = Self.endOfLabel(rest) else { return nil }
        guard rest[close...].dropFirst().first == UInt8(ascii: ":") else { return nil }
        let target = rest[close...].dropFirst(2).drop(while: Self.isSpace)
        guard let end = Self.endOfDestination(target) else { return nil }
        let title = target[end...].drop(while: Self.isSpace)
        guard !title.isEmpty else {
            hasTitle = false
            return
        }
        guard title.startIndex > end, Self.isTitle(title) else { return nil }
        hasTitle = true
    }

    /// Whether a line holds a title and nothing else.
    static func isTitle(_ line: ArraySlice<UInt8>) -> Bool {
        var line = line
        while let last = line.last, isSpace(last) { line.removeLast() }
        let pairs: [UInt8: UInt8] = [0x22: 0x22, 0x27: 0x27, 0x28: 0x29]
        guard line.count >= 2, let first = line.first, let closing = pairs[first], line.last == closing else {
            return false
        }
        return !line.dropFirst().dropLast().contains(closing)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// The place of the bracket that closes a label of 1 to 999 bytes, which holds no other and is not blank.
    private static func endOfLabel(_ rest: ArraySlice<UInt8>) -> Int? {
        guard rest.dropFirst().first != UInt8(ascii: "^") else { return nil }
        var isEscaped = false
        var isBlank = true
        for index in rest.indices.dropFirst().prefix(1000) {
            let byte = rest[index]
            if byte == UInt8(ascii: "]"), !isEscaped { return isBlank ? nil : index }
            if byte == UInt8(ascii: "["), !isEscaped { return nil }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            isBlank = isBlank && isSpace(byte)
        }
        return nil
    }

    private static func endOfDestination(_ target: ArraySlice<UInt8>) -> Int? {
        if target.first == UInt8(ascii: "<") { return target.firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } }
        let destination = target.prefix { !isSpace($0) }
        return destination.isEmpty ? nil : destination.endIndex
    }
}
