/// Lines that say where a link leads, for use elsewhere: `[label]: <destination> "title"` (CommonMark 0.31, section 4.7).
///
/// The destination and the title may each stand in the next line, and a title may go on over more. Footnotes
/// (`[^1]: text`) look alike and are text.
struct LinkDefinition: Equatable {
    /// Over more lines a title is not followed.
    private static let mostLines = 20

    /// How many lines the definition has.
    let lines: Int

    /// Looks for a definition in what is left of a line.
    ///
    /// - Parameter next: Gives the lines that follow, one by one, as far as they would go on with a paragraph.
    init?(_ cursor: LineCursor, next: () -> LineCursor?) {
        let rest = cursor.rest
        guard rest.first == UInt8(ascii: "["), let close = Self.endOfLabel(rest) else { return nil }
        guard rest[close...].dropFirst().first == UInt8(ascii: ":") else { return nil }
        var target = rest[close...].dropFirst(2).drop(while: Self.isSpace)
        var lines = 1
        if target.isEmpty {
            guard let line = next() else { return nil }
            target = line.rest
            lines = 2
        }
        guard let end = Self.endOfDestination(target) else { return nil }
        let title = target[end...].drop(while: Self.isSpace)
        if title.isEmpty {
            // What is no title in the next line is none of the definition's.
            guard let line = next(), let count = Self.linesOfTitle(line.rest, next) else {
                self.lines = lines
                return
            }
            self.lines = lines + count
        } else {
            guard title.startIndex > end, let count = Self.linesOfTitle(title, next) else { return nil }
            self.lines = lines + count - 1
        }
    }

    /// How many lines hold a title and nothing else, the first of which begins with it.
    private static func linesOfTitle(_ first: ArraySlice<UInt8>, _ next: () -> LineCursor?) -> Int? {
        let pairs: [UInt8: UInt8] = [0x22: 0x22, 0x27: 0x27, 0x28: 0x29]
        guard let opening = first.first, let closing = pairs[opening] else { return nil }
        var line = first.dropFirst()
        for count in 1...mostLines {
            var isEscaped = false
            for index in line.indices {
                if line[index] == closing, !isEscaped {
                    return line[index...].dropFirst().allSatisfy(isSpace) ? count : nil
                }
                isEscaped = line[index] == UInt8(ascii: "\\") && !isEscaped
            }
            guard count < mostLines, let following = next() else { return nil }
            line = following.rest
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// The place of the bracket that closes a label of 1 to 999 bytes, which holds no other and is not blank.
    static func endOfLabel(_ rest: ArraySlice<UInt8>) -> Int? {
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
