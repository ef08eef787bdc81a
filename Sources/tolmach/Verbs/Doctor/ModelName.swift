/// A model's name, as endpoints vary it in their replies.
struct ModelName {
    private let name: String

    init(_ name: String) {
        // Gateways put their own names before a slash (`openai/gpt-4o`), llama.cpp the path of its file.
        let last = name.lowercased().split(separator: "/").last.map(String.init) ?? ""
        self.name = last.hasSuffix(":latest") ? String(last.dropLast(7)) : last
    }

    /// Whether this is what answers to the name that was asked for: `gpt-4o` is answered by `gpt-4o-2024-08-06`.
    func isMeant(by asked: ModelName) -> Bool {
        guard name.hasPrefix(asked.name) else { return false }
        let rest = name.dropFirst(asked.name.count)
        return rest.isEmpty || rest == ".gguf" || rest.wholeMatch(of: /[-@](\d[\d-]*|latest|preview)/) != nil
    }
}
