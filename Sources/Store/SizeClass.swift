/// How large a job is, roughly, for the order in which segments are claimed.
///
/// The smaller class goes first, so that a page added behind a book is begun as soon as any segment ends; within a class
/// the older job does. Four classes, each some eight times the one before: coarse enough that jobs of a kind stay in order.
enum SizeClass: Int {
    case page, chapter, book, library

    /// - Parameter segments: The segments that are to be asked for.
    init(segments: Int) {
        self =
            switch segments {
            case ...4: .page
            case ...32: .chapter
            case ...256: .book
            default: .library
            }
    }
}
