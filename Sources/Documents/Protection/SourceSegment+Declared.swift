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
    /// Finds texts that are known.
    static func any(of texts: Set<String>) -> Matcher {
        let texts = texts.map { Array($0.utf8) }.sorted { $0.count > $1.count }
        return { bytes, start in
            texts.first { bytes[start...].starts(with: $0) }.map { start + $0.count }
        }
    }
}
