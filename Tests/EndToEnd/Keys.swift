import ScriptedEndpoint

extension JSON {
    /// The names of an object's members; none for anything else.
    var keys: Set<String> {
        if case .object(let members) = self { Set(members.keys) } else { [] }
    }
}
