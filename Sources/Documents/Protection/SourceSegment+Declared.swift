extension SourceSegment {
    /// What is hidden in the segment though its text alone does not tell that it is protected.
    func declaredSpans(for reader: any DocumentFormatReader.Type) -> Set<String> {
        Set(layout?.spans.filter { reader.protected.ranges(in: $0) != [0..<$0.utf8.count] } ?? [])
    }

    /// Finds these spans again in parts of the segment.
    func declared(for reader: any DocumentFormatReader.Type) -> ProtectedSpans.Matcher {
        ProtectedSpans.any(of: declaredSpans(for: reader))
    }
}

extension ProtectedSpans {
    /// Finds texts that are known; a label in brackets neither where it is escaped nor where a link's address or another
    /// label follows it, since there it is the link's text.
    static func any(of texts: Set<String>) -> Matcher {
        let texts = texts.map { Array($0.utf8) }.sorted { $0.count > $1.count }
        return { bytes, start in
            guard let text = texts.first(where: { bytes[start...].starts(with: $0) }) else { return nil }
            let end = start + text.count
            guard text.last == UInt8(ascii: "]") else { return end }
            if end < bytes.count, bytes[end] == UInt8(ascii: "(") || bytes[end] == UInt8(ascii: "[") { return nil }
            return bytes[..<start].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1 ? nil : end
        }
    }
}
