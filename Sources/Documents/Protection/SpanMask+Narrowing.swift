extension SpanMask {
    /// A part of a masked text with marks that count from one, and what stands for those alone.
    ///
    /// A part keeps no spans of the others: of a long text in many parts, each would otherwise hold all.
    func narrowing(_ part: String, _ spans: [String]) -> (text: String, spans: [String]) {
        guard !spans.isEmpty else { return (part, []) }
        let (bytes, matcher) = (Array(part.utf8), Self.mark(of: mark))
        var (result, own): ([UInt8], [String]) = ([], [])
        var index = 0
        while index < bytes.count {
            if let end = matcher(bytes, index), let number = number(in: bytes[index..<end]),
                spans.indices.contains(number - 1)
            {
                own.append(spans[number - 1])
                result += "<\(mark)\(own.count)/>".utf8
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return (String(decoding: result, as: UTF8.self), own)
    }

    private func number(in mark: ArraySlice<UInt8>) -> Int? {
        let digits = mark.dropFirst(1 + self.mark.utf8.count).prefix { Digit.value(of: $0) != nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// What must not be cut in a masked text: the marks, and what is protected without one.
    func protected(in spans: [String], and others: ProtectedSpans) -> ProtectedSpans {
        spans.isEmpty ? others : others.preceded(by: Self.mark(of: mark))
    }
}
