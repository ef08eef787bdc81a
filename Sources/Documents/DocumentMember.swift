/// A file with texts in it: a document itself, or one of those that a document is a container of.
struct DocumentMember {
    /// The file's name within the container; nil where there is none.
    let name: String?
    /// The file.
    let bytes: [UInt8]
    /// How it is read.
    let reader: any DocumentFormatReader.Type
}
