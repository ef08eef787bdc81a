/// What a text consists of, as far as a translation must consist of the same.
struct TextStructure: Equatable {
    /// How often there is each thing, by what people call several of them.
    var counts: [String: Int] = [:]
    /// The things whose order is the text's own, in that order, by the same names.
    var order: [String] = []
}
