import Documents
import Foundation
import Support
import Testing

/// Guards against a time that grows with the square of the size.
///
/// Four times the text may take eight times as long, not sixteen. It is a ratio, and of the thread's own processor time: a
/// wall clock says more about the machine, and about the tests that run beside this one, than about the code.
@Suite("Time in proportion to size", .besideAnother, .serialized)
struct ProportionTests {
    @Test(
        "Four times the text takes at most eight times as long",
        arguments: [
            "A sentence of a paragraph, with a comma. ", "word ", "x", "漢字の文です。", "🇩🇪", "a\u{301}\u{301}\u{301}",
            "Line\n\n", "12 34\n\n",
            "- item\n", "> ", "- ", "# H\n", "```\nx\n\n", "<!--\n", "[a]: <", "| a | b |\n", "[a", "\t", "\n",
        ])
    func ratio(unit: String) throws {
        let small = try best(of: "Text " + String(repeating: unit, count: 25_000 / unit.utf8.count))
        let large = try best(of: "Text " + String(repeating: unit, count: 100_000 / unit.utf8.count))
        #expect(large < small * 8, "\(small) for 25 kB, \(large) for 100 kB")
    }

    private func best(of text: String) throws -> Duration {
        let bytes = Array(text.utf8)
        let times = try (0..<5).map { _ in
            let begin = Self.processorTime()
            _ = try SourceDocument(bytes: bytes, format: .markdown)
            return Self.processorTime() - begin
        }
        return times.min() ?? .zero
    }

    /// What this thread has used; there is no suspension in what is measured, so it stays the same thread.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
