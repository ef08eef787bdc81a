import Documents
import Engine
import Translation

/// Keeps the place up to which a growing document was printed.
struct FollowReader {
    /// The segment that is printed next or just now.
    private(set) var position = 0
    /// What was printed of it.
    private var printed = ""

    /// What can be printed now, given the segments from ``position`` on.
    mutating func take(_ segments: [Segment]) -> String {
        var text = ""
        for segment in segments {
            if segment.position > position {
                position = segment.position
                printed = ""
            }
            let whole = Document.text(of: segment)
            text += rest(of: whole)
            guard segment.state == .done else {
                printed = whole.utf8.count > printed.utf8.count ? whole : printed
                break
            }
            position = segment.position + 1
            printed = ""
        }
        return text
    }

    private func rest(of whole: String) -> Substring {
        if whole.utf8.starts(with: printed.utf8) { return Substring(whole.utf8.dropFirst(printed.utf8.count)) }
        // A finished segment gets the source's line endings; what was printed before had the model's.
        let shown = printed.count
        return whole.count > shown ? whole.dropFirst(shown) : ""
    }
}
