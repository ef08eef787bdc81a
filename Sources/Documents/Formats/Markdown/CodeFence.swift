/// The fence of a code block (CommonMark 0.31, section 4.5).
struct CodeFence: Equatable {
    private let mark: UInt8
    private let length: Int

    /// Looks for an opening fence in what is left of a line.
    ///
    /// It is three or more backticks or tildes; after backticks there must be no backtick further on in the line.
    init?(opening cursor: LineCursor) {
        guard let mark = cursor.rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        let length = cursor.rest.prefix { $0 == mark }.count
        guard length >= 3 else { return nil }
        guard mark == UInt8(ascii: "~") || !cursor.rest.dropFirst(length).contains(mark) else { return nil }
        self.mark = mark
        self.length = length
    }

    /// Whether what is left of a line closes the block: a fence of the same kind, at least as long, with nothing after it.
    func isClosed(by cursor: LineCursor) -> Bool {
        guard cursor.indentation <= 3 else { return false }
        let run = cursor.rest.prefix { $0 == mark }
        return run.count >= length
            && cursor.rest[run.endIndex...].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
}
