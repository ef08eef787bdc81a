import ArgumentParser
import Documents
import Engine
import Foundation
import Store
import Translation

/// `tolmach memory import`: translations from other programs.
struct MemoryImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in translation memories in TMX 1.4.",
        discussion: """
            A text that is there already with an older date is replaced. Files of any size are read piece by piece; \
            what was read before an error stays, and importing again does no harm.
            """)

    @Argument(help: ArgumentHelp("TMX files.", valueName: "file"), completion: .file(extensions: ["tmx"]))
    var files: [String]

    @Option(help: ArgumentHelp("Only texts of this language; default: what the file says.", valueName: "language"))
    var from: String?

    @Option(help: ArgumentHelp("Only translations into this language.", valueName: "language"))
    var to: String?

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    /// So many texts are written at once: others must not wait long for their turn.
    private static let batch = 2000

    private struct ImportedJSON: Encodable {
        let file: String
        let imported: Int
        let leftOut: Int
    }

    func run() async throws {
        let reader = TMXReader(source: try from.map(LanguageArgument.read), target: try to.map(LanguageArgument.read))
        let store = try global.store(try global.settings(), creating: true)
        var results: [ImportedJSON] = []
        for file in files {
            let summary = try take(file, reader, store)
            results.append(ImportedJSON(file: file, imported: summary.units, leftOut: summary.leftOut))
            guard !output.json else { continue }
            let rest = summary.leftOut > 0 ? "; \(summary.leftOut) left out: empty, alone, or of another language" : ""
            Output.line("\(Output.label(file)): \(HumanText.count(summary.units, "text"))\(rest)")
        }
        if output.json { try JSONText.print(results) }
    }

    private func take(_ file: String, _ reader: TMXReader, _ store: Store) throws -> TMXReader.Summary {
        guard FileManager.default.isReadableFile(atPath: file), let stream = InputStream(fileAtPath: file) else {
            throw CommandFailure(
                exit: .failure, message: "\(file) cannot be read", hint: "Check its name and permissions.")
        }
        let progress = ProgressLine()
        defer { progress.clear() }
        let now = TimeSource.system.now()
        var (units, count): ([MemoryUnit], Int) = ([], 0)
        do {
            let summary = try reader.read(stream) { unit in
                units.append(MemoryUnit(unit, now: now))
                guard units.count == Self.batch else { return }
                try store.importMemory(units)
                count += units.count
                units = []
                progress.show("\(count) texts read")
            }
            try store.importMemory(units)
            return summary
        } catch let error as ExchangeError {
            try store.importMemory(units)
            throw CommandFailure(exit: .failure, message: "\(file): \(error.message)", hint: error.hint)
        }
    }
}

extension MemoryUnit {
    /// A unit of a file; one without a date counts as made now.
    fileprivate init(_ unit: TranslationUnit, now: Timestamp) {
        self.init(
            sourceLanguage: unit.source.identifier, targetLanguage: unit.target.identifier, source: unit.text,
            target: unit.translation, createdAt: unit.created ?? now)
    }
}
