import CYaml

/// How a scalar is written (YAML 1.2.2, sections 7.3 and 8.1).
enum YAMLScalarStyle: String {
    case plain, single, double, literal, folded

    init(_ style: yaml_scalar_style_t) {
        self =
            switch style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .single
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .double
            case YAML_LITERAL_SCALAR_STYLE: .literal
            case YAML_FOLDED_SCALAR_STYLE: .folded
            default: .plain
            }
    }

    /// Whether its text stands in lines below the mark `|` or `>`.
    var isBlock: Bool { self == .literal || self == .folded }
}
