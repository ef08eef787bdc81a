internal import CMarkdown

/// The bullets of lists.
///
/// Another bullet begins another list (CommonMark 0.31, section 5.3), and a list may go on in another segment: so a translation
/// has its source's.
enum MarkdownBullets {
    /// A translation with its source's bullets, where it has as many.
    static func carrying(from source: String, into translation: String) -> String {
        guard source != translation else { return translation }
        let (wanted, found) = (places(in: source), places(in: translation))
        guard wanted.count == found.count else { return translation }
        let bullets = Array(source.utf8)
        var bytes = Array(translation.utf8)
        for (wanted, found) in zip(wanted, found) { bytes[found] = bullets[wanted] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where the bullets stand, in bytes, in order.
    private static func places(in text: String) -> [Int] {
        guard text.utf8.contains(where: { "-+*".utf8.contains($0) }) else { return [] }
        let bytes = Array(text.utf8)
        let lines = Array(LineSequence(bytes[...]))
        let stretch = MarkdownStretch(text)
        var places: [Int] = []
        MarkdownReader.forEachBlock(of: stretch.text) { block in
            let number = Int(block.first_line) - 1 - stretch.added
            guard block.kind == CMarkdownBullet, lines.indices.contains(number) else { return }
            let spaces = stretch.indented.line == number ? stretch.indented.bytes : 0
            let place = lines[number].content.lowerBound + Int(block.first_byte) - 1 - spaces
            if bytes.indices.contains(place), "-+*".utf8.contains(bytes[place]) { places.append(place) }
        }
        return places
    }
}
