import Yams

/// All scalars of a stream, in order, as Yams reads them, each that is no string with its tag.
func yamlValues(_ text: String) throws -> [String] {
    var found: [String] = []
    func walk(_ node: Node) {
        switch node {
        case .scalar(let scalar):
            let tag = node.tag.description
            found.append(tag.hasSuffix(":str") ? scalar.string : "\(tag) \(scalar.string)")
        case .mapping(let mapping):
            for (key, value) in mapping {
                walk(key)
                walk(value)
            }
        case .sequence(let sequence): for item in sequence { walk(item) }
        case .alias: found.append("alias")
        }
    }
    for node in try Yams.compose_all(yaml: text) { walk(node) }
    return found
}
