import Documents
import Foundation
import Support
import Testing
import Translation

@Suite("Translation memories in TMX", .light)
struct TMXTests {
    private func units(
        _ text: String, _ source: String? = nil, _ target: String? = nil
    ) throws -> (units: [TranslationUnit], summary: TMXReader.Summary) {
        let reader = TMXReader(
            source: try source.map { try LanguageTag($0) }, target: try target.map { try LanguageTag($0) })
        var units: [TranslationUnit] = []
        let summary = try reader.read(InputStream(data: Data(text.utf8))) { units.append($0) }
        return (units, summary)
    }

    private func tmx(_ body: String, srclang: String = "en") -> String {
        """
        <?xml version="1.0"?>
        <!DOCTYPE tmx SYSTEM "tmx14.dtd">
        <tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"
        adminlang="en" srclang="\(srclang)" datatype="plaintext"><note>a note</note></header>
        <body>\(body)</body></tmx>
        """
    }

    private func brief(_ units: [TranslationUnit]) -> [String] {
        units.map { "\($0.source.identifier) \($0.text) → \($0.target.identifier) \($0.translation)" }
    }

    @Test("give each text with each of its translations, and the date")
    func reads() throws {
        let text = tmx(
            """
            <tu tuid="1" creationdate="20260102T030405Z"><note>n</note><prop type="p">q</prop>
            <tuv xml:lang="EN-US"><seg>A &lt;dog&gt;</seg></tuv>
            <tuv lang="es_ES" creationdate="20260203T040506Z"><seg>Un <![CDATA[<perro>]]></seg></tuv>
            <tuv xml:lang="fr"><prop type="x">y</prop><seg>Un
            chien</seg></tuv></tu>
            <tu srclang="fr"><tuv xml:lang="en"><seg>cat</seg></tuv><tuv xml:lang="fr"><seg>chat</seg></tuv></tu>
            """)
        let found = try units(text)
        #expect(
            brief(found.units) == [
                "en-US A <dog> → es-ES Un <perro>", "en-US A <dog> → fr Un\nchien", "fr chat → en cat",
            ])
        // 2026-02-03T04:05:06Z and 2026-01-02T03:04:05Z by `date -d … +%s`.
        #expect(
            found.units.map(\.created?.milliseconds) == [1_770_091_506_000, 1_767_323_045_000, nil])
        #expect(found.summary == .init(units: 3, leftOut: 0))
    }

    @Test("keep the code of elements within a text, and what is marked")
    func inline() throws {
        let text = tmx(
            """
            <tu><tuv xml:lang="en"><seg>Press <bpt i="1">&lt;b&gt;</bpt>the <hi>big</hi> key<ept i="1">&lt;/b&gt;</ept>\
            <ph>&lt;img alt="<sub>a key</sub>"/&gt;</ph> <it pos="begin">[</it>now<ut>\\u</ut></seg></tuv>
            <tuv xml:lang="es"><seg> Pulse </seg></tuv></tu>
            """)
        let unit = try #require(try units(text).units.first)
        #expect(unit.text == #"Press <b>the big key</b><img alt="a key"/> [now\u"#)
        #expect(unit.translation == " Pulse ")
    }

    @Test("give the languages that are asked for, whatever the file takes for the source")
    func languages() throws {
        let text = tmx(
            """
            <tu><tuv xml:lang="de"><seg>Hund</seg></tuv><tuv xml:lang="es-ES"><seg>perro</seg></tuv>
            <tuv xml:lang="en-GB"><seg>dog</seg></tuv><tuv xml:lang="x-none"><seg>?</seg></tuv>
            <tuv xml:lang="fr"><seg/></tuv></tu>
            """, srclang: "*all*")
        #expect(brief(try units(text).units) == ["de Hund → es-ES perro", "de Hund → en-GB dog"])
        #expect(try units(text).summary == .init(units: 2, leftOut: 2))
        #expect(brief(try units(text, "en", "es").units) == ["en-GB dog → es-ES perro"])
        #expect(brief(try units(text, nil, "en").units) == ["de Hund → en-GB dog"])
        #expect(try units(text, "fr", "en").summary == .init(units: 0, leftOut: 5))
        #expect(try units(text, "en", "it").units.isEmpty)
    }

    @Test("of a source that an entry does not have are left out, and counted")
    func noSource() throws {
        let text = tmx(
            "<tu><tuv xml:lang='de'><seg>Hund</seg></tuv><tuv xml:lang='es'><seg>perro</seg></tuv></tu><tu/>")
        #expect(try units(text).summary == .init(units: 0, leftOut: 2))
    }

    @Test("that are cut off or no TMX are an error with its line, after what was sound")
    func malformed() throws {
        let text = tmx("<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='es'><seg>b</seg></tuv></tu>")
        var count = 0
        #expect(throws: ExchangeError.self) {
            try TMXReader().read(InputStream(data: Data(text.utf8.dropLast(7)))) { _ in count += 1 }
        }
        #expect(count == 1)
        #expect(throws: ExchangeError.notExpected(element: "xliff", wanted: "<tmx>")) { try units("<xliff></xliff>") }
    }

    @Test("are read no further once the caller throws")
    func stops() throws {
        struct Enough: Error {}
        let entry = "<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='es'><seg>b</seg></tuv></tu>\n"
        let text = tmx(String(repeating: entry, count: 5000))
        var count = 0
        #expect(throws: Enough.self) {
            try TMXReader().read(InputStream(data: Data(text.utf8))) { _ in
                count += 1
                if count == 3 { throw Enough() }
            }
        }
        #expect(count == 3)
    }
}
