public import Documents
public import Store

extension NewJob.Piece {
    /// A segment of a document as the queue takes it in.
    public init(_ segment: SourceSegment) {
        self.init(
            kind: segment.kind == .translatable ? .translatable : .verbatim, source: segment.text,
            prompt: segment.layout == nil ? nil : segment.prompt, layout: segment.layout?.json)
        heading = segment.heading
        translation = segment.recalled?.text
        origin = segment.recalled?.origin
    }
}
