import Documents
import Foundation
import Support
import Testing
import Translation

@Suite("XML that comes from elsewhere", .besideAnother)
struct XMLSafetyTests {
    private let english: LanguageTag
    private let spanish: LanguageTag

    init() throws {
        english = try LanguageTag("en")
        spanish = try LanguageTag("es")
    }

    private static let body = """
        <martif><text><body><termEntry><langSet xml:lang="en"><tig><term>dog&x;</term></tig></langSet>
        <langSet xml:lang="es"><tig><term>perro</term></tig></langSet></termEntry></body></text></martif>
        """

    /// What reading says; nil where the file was read.
    private func problem(_ data: Data) -> ExchangeError? {
        do throws(ExchangeError) {
            _ = try Glossary(tbx: data, source: english, target: spanish)
            return nil
        } catch {
            return error
        }
    }

    private func problem(_ text: String) -> ExchangeError? { problem(Data(text.utf8)) }

    @Test(
        "that declares an entity is refused with the line, wherever the declaration stands",
        arguments: [
            "<!DOCTYPE martif [\n<!ENTITY x 'y'>]>",
            "<?xml version='1.0'?><!-- <!DOCTYPE a> -->\n<!DOCTYPE martif SYSTEM \"a>.dtd\" [ <!ENTITY x 'y'> ]>",
            "<!DOCTYPE martif [\n<!ENTITY % x SYSTEM 'http://localhost:1/x'> %x; ]>",
            "<!DOCTYPE martif PUBLIC 'p' 's' [<!-- ]> --><?pi ]>?><!ELEMENT a (#PCDATA)>\n<!ENTITY x SYSTEM 'x'>]>",
            "<!DOCTYPE martif [\n<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY x '&b;&b;&b;'>]>",
        ])
    func entities(prolog: String) {
        #expect(problem(prolog + Self.body) == .declaresEntities(line: 2))
    }

    @Test("that declares an entity is nothing to be expanded by hand")
    func entityHint() {
        let hint = ExchangeError.declaresEntities(line: 2).hint
        #expect(hint.contains("Remove the DOCTYPE") && !hint.contains("noent"))
    }

    @Test("that declares an entity is refused in UTF-16, too")
    func entitiesInUTF16() throws {
        let text = "<!DOCTYPE martif [\n<!ENTITY x 'y'>]>" + Self.body
        for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
            let data = try #require(("\u{FEFF}" + text).data(using: encoding))
            #expect(problem(data) == .declaresEntities(line: 2))
            #expect(problem(data.dropFirst(2)) == .declaresEntities(line: 2))
        }
    }

    @Test("with an entity that is declared nowhere is refused, and what its document type names is not fetched")
    func undeclared() async throws {
        try await withTemporaryFolder { folder in
            let type = URL(filePath: folder.file("tbx.dtd"))
            try Data("<!ENTITY x 'fetched'>".utf8).write(to: type)
            for place in [nil, type.path, type.absoluteString] {
                let prolog = place.map { "<!DOCTYPE martif SYSTEM '\($0)'>" } ?? ""
                #expect(
                    problem(prolog + Self.body)
                        == .malformed(line: 1, what: "an entity is used that is declared nowhere"), "\(prolog)")
            }
        }
    }

    @Test("that hides in an encoding without ASCII is refused")
    func encodings() throws {
        let body = Self.body.replacing("&x;", with: "")
        for name in ["UTF-7", "IBM037", "UCS-4"] {
            #expect(problem("<?xml version='1.0' encoding='\(name)'?>" + body) == .unsupportedEncoding(name))
        }
        let wide = try #require(body.data(using: .utf32LittleEndian))
        #expect(problem(wide) == .unsupportedEncoding("UTF-32"))
    }

    @Test("with a document type and without entities is read, in the encodings that files have")
    func sound() throws {
        let body = Self.body.replacing("&x;", with: "&amp;&#x42;")
        let prolog = "<!DOCTYPE martif SYSTEM \"TBXBasiccoreStructV02.dtd\" [<!ELEMENT a EMPTY>]>\n"
        for text in [body, prolog + body, "\u{FEFF}" + prolog + body, "<?xml version='1.0' encoding='latin1-x'?>"] {
            let fails = text.contains("latin1-x")
            #expect((problem(text) != nil) == fails, "\(text)")
        }
        for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
            #expect(problem(try #require(("\u{FEFF}" + body).data(using: encoding))) == nil)
        }
        let latin = "<?xml version='1.0' encoding='ISO-8859-1'?>" + body.replacing("perro", with: "cañón")
        let glossary = try Glossary(
            tbx: try #require(latin.data(using: .isoLatin1)), source: english, target: spanish)
        #expect(glossary.terms.map(\.target) == ["cañón"])
        #expect(glossary.terms.map(\.source) == ["dog&B"])
    }

    @Test("that ends too soon is refused, wherever it ends")
    func cut() {
        let body = Data(Self.body.replacing("&x;", with: "").utf8)
        #expect(problem(body) == nil)
        for count in 0..<body.count {
            #expect(problem(body.prefix(count)) != nil, "after \(count) bytes")
        }
    }

    @Test("that breaks the rules is refused with the line")
    func malformed() {
        #expect(
            problem("<martif>\n<text>\n<body></text></martif>")
                == .malformed(line: 3, what: "an element is ended that is not the one begun last"))
        #expect(problem("<martif>\n\u{1}</martif>")?.message.hasPrefix("line 2: ") == true)
        #expect(problem("no XML")?.message == "line 1: there is no element")
        #expect(problem(Data("<martif>\n".utf8) + [0xE9, 0x41])?.message.hasPrefix("line 2: ") == true)
        #expect(problem("<html></html>") == .notExpected(element: "html", wanted: "<martif> or <tbx>"))
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(problem("<martif>" + deep) != nil)
        #expect(problem("<?xml version='1.0'?><!--" + String(repeating: " ", count: 100_000) + "--><martif/>") != nil)
    }

    @Test("is never the end of the program, whatever bytes it consists of")
    func random() throws {
        var generator = SeededGenerator(seed: 3)
        let body = Array((Self.body + "<!DOCTYPE [ \"<![CDATA[ ]]> &amp; <?xml ?> <!-- -->").utf8)
        for _ in 0..<2000 {
            var bytes = body
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
                }
            }
            _ = problem(Data(bytes))
        }
    }

    @Test("that is not there, or is a folder, cannot be read")
    func missing() throws {
        for path in ["/nowhere/at/all.tbx", "/"] {
            guard let stream = InputStream(fileAtPath: path) else { continue }
            #expect(throws: ExchangeError.self) {
                try Glossary(tbx: stream, source: english, target: spanish)
            }
        }
    }
}
