/// What an item of a list begins with: `-`, `+`, `*`, or a number with `.` or `)` (CommonMark 0.31, section 5.2).
struct ListMarker: Equatable {
    /// The marker's bytes, without the white space after it.
    let length: Int
    /// Whether it may follow a paragraph without a blank line between.
    let mayInterruptParagraph: Bool

    /// Looks for a marker at the start of what is left of a line.
    init?(_ rest: ArraySlice<UInt8>) {
        guard let first = rest.first else { return nil }
        let digits = rest.prefix(10).prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        switch first {
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
            length = 1
        default:
            let closing = rest.dropFirst(digits.count).first
            guard 1...9 ~= digits.count, closing == UInt8(ascii: ".") || closing == UInt8(ascii: ")") else {
                return nil
            }
            length = digits.count + 1
        }
        let after = rest.dropFirst(length)
        guard after.isEmpty || after.first == UInt8(ascii: " ") || after.first == UInt8(ascii: "\t") else { return nil }
        let isEmpty = after.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        mayInterruptParagraph = !isEmpty && (digits.isEmpty || digits.elementsEqual([UInt8(ascii: "1")]))
    }
}
