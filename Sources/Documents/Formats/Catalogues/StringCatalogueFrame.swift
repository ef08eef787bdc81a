/// What is written around a translation, for which the catalogue has no place yet.
struct StringCatalogueFrame {
    let before: String
    let behind: String

    /// The frame as a unit's form: a character that JSON never has as it is stands where the translation goes.
    var form: String { before + Self.place + behind }

    private static let place = "\u{1F}"

    init(before: String, behind: String) {
        self.before = before
        self.behind = behind
    }

    /// Reads ``form``.
    init(_ form: String) {
        let scalars = form.unicodeScalars
        let index = scalars.firstIndex(of: "\u{1F}") ?? scalars.endIndex
        before = String(scalars[..<index])
        behind = String(scalars[index...].dropFirst())
    }
}
