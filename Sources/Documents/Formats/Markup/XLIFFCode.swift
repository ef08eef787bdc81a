/// What stands within a segment of XLIFF and is no text.
enum XLIFFCode {
    /// Elements whose content is the code of the original format, but for what is in a `sub` (XLIFF 1.2, section 2.4).
    private static let native: Set<String> = ["bpt", "ept", "ph", "it"]

    /// Finds an element that is not to be translated with all that is in it: native code, and what is marked as protected
    /// (`mrk` with `mtype="protected"` in XLIFF 1.2, with `translate="no"` in 2.0), also where something in it says
    /// otherwise.
    ///
    /// Of native code with a `sub` in it, the code before, between and behind is a span each.
    static let element: ProtectedSpans.Matcher = { bytes, start in
        guard bytes[start] == UInt8(ascii: "<"), let tag = Tag(bytes, start) else { return nil }
        switch tag.name {
        case "mrk": return !tag.isEnd && !tag.isEmpty && isProtected(start..<tag.end, bytes) ? end(of: tag, bytes) : nil
        case "sub": return tag.isEnd ? endOfCode(tag, bytes) : nil
        default: return native.contains(tag.name) && !tag.isEnd && !tag.isEmpty ? endOfCode(tag, bytes) : nil
        }
    }

    private static func isProtected(_ tag: Range<Int>, _ bytes: [UInt8]) -> Bool {
        [("mtype", "protected"), ("translate", "no")].contains { name, value in
            Attributes.value(of: name, in: tag, bytes).map { bytes[$0].elementsEqual(value.utf8) } ?? false
        }
    }

    /// Behind the tag that ends what a tag begins; nil where none does within the longest span.
    private static func end(of tag: Tag, _ bytes: [UInt8]) -> Int? {
        var depth = 1
        return next(behind: tag, bytes) { other in
            guard other.name == tag.name, !other.isEmpty else { return false }
            depth += other.isEnd ? -1 : 1
            return depth == 0
        }
    }

    /// Behind the tag that ends native code, or that begins a text in it.
    private static func endOfCode(_ tag: Tag, _ bytes: [UInt8]) -> Int? {
        next(behind: tag, bytes) { other in
            other.name == "sub" ? !other.isEnd && !other.isEmpty : other.isEnd && native.contains(other.name)
        }
    }

    /// Behind the next tag that is one of those that are looked for.
    private static func next(behind tag: Tag, _ bytes: [UInt8], _ isIt: (Tag) -> Bool) -> Int? {
        var index = tag.end
        let limit = min(bytes.count, index + ProtectedSpans.longest)
        while index < limit {
            guard bytes[index] == UInt8(ascii: "<"), let end = InlineMarkup.tag(bytes, index) else {
                index += 1
                continue
            }
            if let other = Tag(bytes, index), isIt(other) { return end }
            index = end
        }
        return nil
    }

    private struct Tag {
        /// The name without its prefix.
        let name: String
        let isEnd: Bool
        let isEmpty: Bool
        /// The place behind it.
        let end: Int

        init?(_ bytes: [UInt8], _ start: Int) {
            guard let end = InlineMarkup.tag(bytes, start) else { return nil }
            var cursor = ByteCursor(bytes, start + 1)
            isEnd = cursor.take("/")
            let word = bytes[cursor.index..<end].prefix {
                $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">")
            }
            let local = word.lastIndex(of: UInt8(ascii: ":")).map { word[($0 + 1)...] } ?? word
            name = String(decoding: local, as: UTF8.self)
            isEmpty = bytes[end - 2] == UInt8(ascii: "/")
            self.end = end
        }
    }
}
