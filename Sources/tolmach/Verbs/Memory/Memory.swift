import ArgumentParser
import Store
import Translation

/// `tolmach memory`: what was translated before, apart from the documents.
struct Memory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "The translation memory: what it holds, TMX in and out.",
        discussion: """
            Every text that was translated is kept, and not sent again where it comes with the same languages, glossary \
            and instructions; tolmach add --no-memory does without. What is imported holds for any glossary.
            """,
        subcommands: [MemoryStatus.self, MemoryImport.self, MemoryExport.self], defaultSubcommand: MemoryStatus.self)
}

/// `tolmach memory status`: how many texts of each language pair there are.
struct MemoryStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How many texts of each language pair it holds.")

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    private struct PairJSON: Encodable {
        let sourceLanguage: Nullable<String>
        let targetLanguage: String
        let texts: Int
    }

    func run() async throws {
        let store = try global.store(try global.settings())
        let pairs = try await store.memoryCounts()
        if output.json {
            return try JSONText.print(
                pairs.map {
                    PairJSON(sourceLanguage: Nullable($0.source), targetLanguage: $0.target, texts: $0.texts)
                })
        }
        guard !pairs.isEmpty else {
            return Output.error("the memory is empty; it grows with each translation, or by tolmach memory import FILE")
        }
        let rows = pairs.map { [$0.source ?? "(not told)", $0.target, "\($0.texts)"] }
        for line in Columns.table([["FROM", "TO", "TEXTS"]] + rows, flexible: [0], rightAligned: [2]) {
            Output.line(line)
        }
    }
}
