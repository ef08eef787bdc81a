/// Whether the tags of a translation belong together as those of its source do.
///
/// One end tag that is missing, and no reader of XML opens the file any more; a browser shows the rest of the page in bold.
enum TagOrder {
    /// Whether a translation has no tag that its source has not, and leaves open, and ends, what its source does: mostly
    /// nothing.
    static func isKept(in translation: String, of source: String, isHTML: Bool) -> Bool {
        let (wanted, found) = (Tags(source, isHTML: isHTML), Tags(translation, isHTML: isHTML))
        return found.loose == wanted.loose && found.all.isSubset(of: wanted.all)
    }

    private struct Tags {
        var all: Set<String> = []
        /// The ends of what is not open, and what does not end, in order.
        var loose: [String] = []

        init(_ text: String, isHTML: Bool) {
            guard text.utf8.contains(UInt8(ascii: "<")) else { return }
            let bytes = Array(text.utf8)
            var open: [String] = []
            for token in MarkupScanner(bytes, isHTML: isHTML) {
                switch token.kind {
                case .start(let name, let isEmpty):
                    all.insert(String(decoding: bytes[token.range], as: UTF8.self))
                    if !isEmpty, !(isHTML && HTMLReader.empty.contains(name)) { open.append(name) }
                case .end(let name):
                    all.insert(String(decoding: bytes[token.range], as: UTF8.self))
                    if open.last == name { open.removeLast() } else { loose.append("/" + name) }
                case .text, .other: break
                }
            }
            loose += open
        }
    }
}
