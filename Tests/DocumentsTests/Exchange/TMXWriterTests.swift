import Documents
import Foundation
import Support
import Testing
import Translation

@Suite("Translation memories that are written", .light)
struct TMXWriterTests {
    private let english: LanguageTag
    private let chinese: LanguageTag

    init() throws {
        english = try LanguageTag("en")
        chinese = try LanguageTag("zh-Hans")
    }

    private func file(_ units: [TranslationUnit], source: LanguageTag? = nil) -> Data {
        var writer = TMXWriter(source: source, version: "1.0 <\"&>")
        var data = writer.head
        for unit in units { writer.entry(unit).map { data.append($0) } }
        return data + writer.tail
    }

    private func read(_ data: Data) throws -> [TranslationUnit] {
        var units: [TranslationUnit] = []
        try TMXReader().read(InputStream(data: data)) { units.append($0) }
        return units
    }

    /// Units of random texts in which everything occurs that XML treats in its own way.
    private func randomUnits(_ count: Int, seed: UInt64, longest: Int = 40) -> [TranslationUnit] {
        var generator = SeededGenerator(seed: seed)
        let scalars: [Unicode.Scalar] = [
            "a", " ", "\n", "\r", "\t", "&", "<", ">", "\"", "'", "]", "é", "世", "🙂", "\u{85}", "\u{2028}", "\u{FFFD}",
            "\u{FEFF}", "\u{200D}", "\u{301}", "ע", ";", "#", "\u{7F}", "\u{10FFFF}",
        ]
        func text() -> String {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...longest, using: &generator) {
                view.append(scalars.randomElement(using: &generator) ?? "a")
            }
            return String(view)
        }
        return (0..<count).map { number in
            TranslationUnit(
                source: english, target: chinese, text: text(), translation: text(),
                created: number % 3 == 0 ? nil : Timestamp(milliseconds: Int64(number) * 86_399_000 - 9_000_000_000))
        }
    }

    @Test("are read back the same")
    func roundTrip() throws {
        for seed in UInt64(1)...20 {
            let units = randomUnits(50, seed: seed)
            let back = try read(file(units, source: seed % 2 == 0 ? english : nil))
            // Scalar by scalar, since texts are equal to Swift where they are only equivalent.
            #expect(back.map { Array($0.text.utf8) } == units.map { Array($0.text.utf8) })
            #expect(back.map { Array($0.translation.utf8) } == units.map { Array($0.translation.utf8) })
            #expect(back == units)
        }
    }

    @Test("are read back the same where texts are longer than what the parser takes at once")
    func longTexts() throws {
        let units = randomUnits(6, seed: 5, longest: 200_000)
        #expect(try read(file(units)) == units)
    }

    @Test("leave out what XML cannot hold, and count it")
    func refused() throws {
        var writer = TMXWriter(version: "1")
        for bad in ["\0", "a\u{8}", "\u{FFFE}", "\u{1B}[0m"] {
            #expect(writer.entry(.init(source: english, target: chinese, text: bad, translation: "x")) == nil)
            #expect(writer.entry(.init(source: english, target: chinese, text: "x", translation: bad)) == nil)
        }
        #expect(writer.refused == 8)
        #expect(try read(writer.head + writer.tail).isEmpty)
    }

    /// Runs a program of the machine on a file, and gives back what it printed.
    private func run(_ program: String, _ arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test(
        "are sound to xmllint, and the translate-toolkit reads them as they are, and writes what is read here",
        .enabled(
            if: Installed.has("xmllint")
                && FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/translate/storage/tmx.py"),
            "needs Debian's libxml2-utils and translate-toolkit"))
    func otherPrograms() async throws {
        let script = """
            import sys, json
            from translate.storage import tmx
            with open(sys.argv[1], 'rb') as file: ours = tmx.tmxfile(file)
            theirs = tmx.tmxfile()
            for unit in ours.units: theirs.addtranslation(unit.source, 'en', unit.target, 'zh-Hans')
            theirs.savefile(sys.argv[2])
            print(json.dumps([[unit.source, unit.target] for unit in ours.units]))
            """
        try await withTemporaryFolder { folder in
            let (ours, theirs) = (folder.file("ours.tmx"), folder.file("theirs.tmx"))
            let units = randomUnits(300, seed: 9)
            try file(units).write(to: URL(filePath: ours))
            let lint = try run("/usr/bin/xmllint", ["--noout", ours])
            #expect(lint.code == 0 && lint.output.isEmpty, "\(lint)")

            let python = try run("/usr/bin/python3", ["-c", script, ours, theirs])
            #expect(python.code == 0, "\(python)")
            let printed = try JSONDecoder().decode([[String]].self, from: Data(python.output.utf8))
            #expect(printed == units.map { [$0.text, $0.translation] })
            let back = try read(try Data(contentsOf: URL(filePath: theirs)))
            #expect(back.map(\.text) == units.map(\.text))
            #expect(back.map(\.translation) == units.map(\.translation))
        }
    }
}
