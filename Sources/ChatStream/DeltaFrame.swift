import Foundation

/// What the events of one answer have in common: all but the content of the last one that was read in full.
///
/// Most servers send the same bytes with each chunk of an answer, but for a word of text. An event with the same bytes
/// before and after its content means what the last one meant, with other content; so comparing them says as much as
/// reading them, in a tenth of the time (see `Tests/Benchmark`). It gives up on everything else.
struct DeltaFrame {
    private let before: [UInt8]
    private let after: [UInt8]

    /// - Parameters:
    ///   - event: an event that ``TextDelta`` has read.
    ///   - content: where in it the content stands, quotation marks included.
    init(of event: UnsafeBufferPointer<UInt8>, around content: Range<Int>) {
        before = Array(event[..<content.lowerBound])
        after = Array(event[content.upperBound...])
    }

    /// The content of an event that is the same but for it; `nil` where it is not, or is no sound string.
    func content(of event: UnsafeBufferPointer<UInt8>) -> String? {
        guard let base = event.baseAddress, event.count >= before.count + after.count,
            memcmp(base, before, before.count) == 0,
            memcmp(base + event.count - after.count, after, after.count) == 0
        else { return nil }
        var cursor = JSONCursor(bytes: event)
        cursor.index = before.count
        guard let text = cursor.string(), cursor.index == event.count - after.count else { return nil }
        return text
    }
}
