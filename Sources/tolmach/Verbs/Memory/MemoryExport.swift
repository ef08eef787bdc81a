import ArgumentParser
import Documents
import Engine
import Foundation
import Store
import Translation

/// `tolmach memory export`: translations for other programs.
struct MemoryExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the memory as TMX 1.4.",
        discussion: """
            TMX wants the language of every text. Where documents were added without --from, nobody told: say here what \
            it is with --from, else such texts are left out.
            """)

    @Option(
        help: ArgumentHelp("Only texts of this language, and those whose language was not told.", valueName: "language")
    )
    var from: String?

    @Option(help: ArgumentHelp("Only translations into this language.", valueName: "language"))
    var to: String?

    @Option(
        name: [.short, .long], help: ArgumentHelp("Write to this file; default: stdout.", valueName: "file"),
        completion: .file(extensions: ["tmx"]))
    var output: String?

    @Flag(help: "Replace the file if it is there.")
    var overwrite = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let (source, target) = (try from.map(LanguageArgument.read), try to.map(LanguageArgument.read))
        let store = try global.store(try global.settings())
        let file = try output.map(open) ?? STDOUT_FILENO
        defer { if file != STDOUT_FILENO { close(file) } }
        var writer = TMXWriter(source: source, version: Tolmach.version)
        Output.write(Array(writer.head), to: file)
        var (written, unknown, next): (Int, Int, Int64?) = (0, 0, 0)
        while let number = next {
            let page = try await store.memory(
                from: source?.identifier, into: target?.identifier, after: number)
            next = page.next
            for unit in page.units {
                guard let language = try unit.sourceLanguage.map({ try LanguageTag($0) }) ?? source else {
                    unknown += 1
                    continue
                }
                let entry = writer.entry(
                    TranslationUnit(
                        source: language, target: try LanguageTag(unit.targetLanguage), text: unit.source,
                        translation: unit.target, created: unit.createdAt))
                guard let entry else { continue }
                Output.write(Array(entry), to: file)
                written += 1
            }
        }
        Output.write(Array(writer.tail), to: file)
        Output.error("tolmach: \(HumanText.count(written, "text")) written")
        if unknown > 0 {
            Output.error("  → \(unknown) left out: their language was not told; say it with --from")
        }
        if writer.refused > 0 {
            Output.error("  → \(writer.refused) left out: they hold control characters, which XML cannot")
        }
    }

    private func open(_ path: String) throws -> Int32 {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL), 0o666)
        guard file >= 0 else {
            let isThere = errno == EEXIST
            throw CommandFailure(
                exit: .failure, message: "\(path): \(String(cString: strerror(errno)))",
                hint: isThere ? "Say --overwrite to replace it." : "Nothing was written.")
        }
        return file
    }
}
