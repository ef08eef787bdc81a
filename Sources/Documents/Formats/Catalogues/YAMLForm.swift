/// How a scalar is written where it stands, as a unit's form tells it: `plain`, `plain flow`, `literal 4`.
struct YAMLForm {
    let style: YAMLScalarStyle
    /// Whether it stands between brackets or braces.
    var isFlow = false
    /// The spaces before each line of a block.
    var indentation = 0

    init(style: YAMLScalarStyle, isFlow: Bool = false, indentation: Int = 0) {
        self.style = style
        self.isFlow = isFlow
        self.indentation = indentation
    }

    /// Reads ``text``; what cannot be read is written in double quotes, which stand anywhere.
    init(_ text: String) {
        let words = text.split(separator: " ")
        style = words.first.flatMap { YAMLScalarStyle(rawValue: String($0)) } ?? .double
        isFlow = words.dropFirst().first == "flow"
        indentation = words.dropFirst().first.flatMap { Int($0) } ?? 0
    }

    var text: String { style.rawValue + (style.isBlock ? " \(indentation)" : isFlow ? " flow" : "") }
}
