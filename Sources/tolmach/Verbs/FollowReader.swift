import Documents
import Engine
import Foundation
import Translation

/// Keeps the place up to which a growing document was printed.
struct FollowReader {
    /// What there is to print.
    struct Portion: Equatable {
        var text = ""
        /// Whether a segment that was printed in part begins anew here: its answer was turned down, or came again in other words.
        var beginsAnew = false
    }

    /// What the document is.
    let format: DocumentFormat
    /// The segment that is printed next or just now.
    private(set) var position = 0
    /// What was printed of it.
    private var printed = ""

    init(format: DocumentFormat = .text) { self.format = format }

    /// What can be printed now, given the segments from ``position`` on.
    mutating func take(_ segments: [Segment]) throws -> Portion {
        var portion = Portion()
        for segment in segments {
            if segment.position > position {
                position = segment.position
                printed = ""
            }
            let whole = try Document.text(of: segment, as: format)
            if goesOn(whole, isDone: segment.state == .done) {
                portion.text += rest(of: whole)
            } else if !whole.isEmpty {
                portion.beginsAnew = true
                portion.text += "\n" + whole
                printed = whole
            }
            guard segment.state == .done else {
                printed = whole.utf8.count > printed.utf8.count ? whole : printed
                break
            }
            position = segment.position + 1
            printed = ""
        }
        return portion
    }

    /// Whether a segment's text is more of what was printed.
    ///
    /// Of a segment that was given up nothing is there at first, and then less than was printed: as long as that may
    /// become the same again, nothing is said.
    private func goesOn(_ whole: String, isDone: Bool) -> Bool {
        if whole.begins(with: printed) { return true }
        if !isDone, printed.begins(with: whole) { return true }
        // A finished segment gets the source's line endings; what was printed before had the model's.
        return isDone && Self.withoutLineEndings(whole).starts(with: Self.withoutLineEndings(printed))
    }

    private static func withoutLineEndings(_ text: String) -> some Sequence<Unicode.Scalar> {
        text.unicodeScalars.lazy.filter { $0 != "\r" && $0 != "\n" }
    }

    private func rest(of whole: String) -> Substring {
        if whole.begins(with: printed) { return Substring(whole.utf8.dropFirst(printed.utf8.count)) }
        let shown = printed.count
        return whole.count > shown ? whole.dropFirst(shown) : ""
    }
}

extension String {
    /// Whether its bytes begin with those of another text.
    ///
    /// By memcmp(3): each look at a segment that grows compares all of it, and one by one that was a fifth of what `follow`
    /// takes (`Tests/Benchmark`, section `followed_segment`).
    fileprivate func begins(with other: String) -> Bool {
        let isSo = utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { others in
                guard let first = bytes.baseAddress, let start = others.baseAddress else { return others.isEmpty }
                return bytes.count >= others.count && memcmp(first, start, others.count) == 0
            }
        }
        return (isSo ?? nil) ?? utf8.starts(with: other.utf8)
    }
}
