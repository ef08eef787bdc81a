/// A text divided into the white space before, the text proper, and the white space after.
///
/// White space is what has Unicode's `White_Space` property. It is judged by code point, not by character, so that a
/// combining mark after a space is never taken for white space and lost.
struct SurroundingSpace {
    let leading: Substring
    let body: Substring
    let trailing: Substring

    /// Divides a text; of white space alone, all is leading.
    init(of text: some StringProtocol & Sendable) {
        let text = Substring(text)
        let scalars = text.unicodeScalars
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
        var end = scalars.endIndex
        while end > start {
            let before = scalars.index(before: end)
            guard scalars[before].properties.isWhitespace else { break }
            end = before
        }
        leading = text[..<start]
        body = text[start..<end]
        trailing = text[end...]
    }
}
