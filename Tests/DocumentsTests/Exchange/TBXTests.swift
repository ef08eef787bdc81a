import Documents
import Foundation
import Support
import Testing
import Translation

@Suite("Terms from TBX", .light)
struct TBXTests {
    /// TBX-Basic of 2008, in the form of the standard's own sample.
    private static let basic = """
        <?xml version='1.0'?>
        <!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
        <martif type="TBX-Basic" xml:lang="en-US">
        <martifHeader><fileDesc><sourceDesc><p>terms</p></sourceDesc></fileDesc></martifHeader>
        <text><body>
        <termEntry id="c1">
          <descrip type="subjectField">computing</descrip>
          <descripGrp><descrip type="definition">A line of
             waiting jobs.</descrip></descripGrp>
          <langSet xml:lang="en-US">
            <tig><term>queue</term><termNote type="partOfSpeech">noun</termNote></tig>
            <tig><term>waiting line</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig>
            <tig><term>queueue</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
          </langSet>
          <langSet xml:lang="es-ES">
            <tig><term>fila</term></tig>
            <ntig><termGrp><term>cola</term>
              <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp>
              <note>femenino</note></ntig>
          </langSet>
          <langSet xml:lang="de"><tig><term>Warteschlange &amp; Co.</term></tig></langSet>
        </termEntry>
        <termEntry id="c2">
          <langSet xml:lang="de"><tig><term>Wal</term></tig><tig><term>Walfisch</term></tig></langSet>
          <langSet xml:lang="es"><tig><term>ba<hi>lle</hi>na</term></tig></langSet>
          <langSet xml:lang="es-ES"><tig><term>cetáceo</term></tig></langSet>
        </termEntry>
        <termEntry id="c3">
          <langSet xml:lang="en-US"><tig><term>mouse</term></tig></langSet>
          <langSet xml:lang="es"><tig><term>rata</term>
            <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
        </termEntry>
        </body></text></martif>
        """

    /// TBX version 3 of 2019 in the style DCA, and in the style DCT with namespaces of modules.
    private static let styles = [
        """
        <tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
        <tbxHeader><fileDesc><sourceDesc><p>terms</p></sourceDesc></fileDesc></tbxHeader>
        <text><body><conceptEntry id="c1"><descrip type="definition">A key.</descrip>
        <langSec xml:lang="en"><termSec><term>key</term></termSec></langSec>
        <langSec xml:lang="fr"><termSec><term>clef</term></termSec><termSec><term>clé</term>
        <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote><note>nom</note></termSec></langSec>
        </conceptEntry></body></text></tbx>
        """,
        """
        <tbx:tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns:tbx="urn:iso:std:iso:30042:ed-2"
          xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
        <tbx:text><tbx:body><tbx:conceptEntry id="c1"><basic:definition>A key.</basic:definition>
        <tbx:langSec xml:lang="en"><tbx:termSec><tbx:term>key</tbx:term></tbx:termSec></tbx:langSec>
        <tbx:langSec xml:lang="fr"><tbx:termSec><tbx:term>clef</tbx:term></tbx:termSec><tbx:termSec>
        <tbx:term>clé</tbx:term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
        <tbx:note>nom</tbx:note></tbx:termSec></tbx:langSec></tbx:conceptEntry></tbx:body></tbx:text></tbx:tbx>
        """,
    ]

    private func terms(_ text: String, _ source: String?, _ target: String) throws -> [Glossary.Term] {
        try Glossary(
            tbx: Data(text.utf8), source: source.map { try LanguageTag($0) }, target: try LanguageTag(target)
        ).terms
    }

    @Test("of 2008 are those of the two languages, the preferred one, with notes, and without what is deprecated")
    func basic() throws {
        let note = "femenino; A line of waiting jobs."
        #expect(
            try terms(Self.basic, "en-US", "es-ES") == [
                .init(source: "queue", target: "cola", note: note),
                .init(source: "waiting line", target: "cola", note: note),
            ])
    }

    @Test("are found for a language that the file has for one country, but not for another country")
    func countries() throws {
        #expect(try terms(Self.basic, "en", "es").map(\.target) == ["cola", "cola"])
        #expect(try terms(Self.basic, "de", "es").map(\.target) == ["cola", "ballena", "ballena"])
        #expect(try terms(Self.basic, "de", "es-ES").map(\.target) == ["cola", "cetáceo", "cetáceo"])
        #expect(try terms(Self.basic, "de", "es-MX").map(\.target) == ["ballena", "ballena"])
        #expect(
            throws: ExchangeError.noSuchLanguages(
                source: "en", target: "fr", found: ["en-US", "es-ES", "de", "es"])
        ) { try terms(Self.basic, "en", "fr") }
        let chinese = Self.basic.replacing("es-ES", with: "zh-TW")
        #expect(try terms(chinese, "en", "zh-Hant").map(\.target) == ["cola", "cola"])
        #expect(throws: ExchangeError.self) { try terms(chinese, "en", "zh") }
        #expect(try terms(chinese.replacing("zh-TW", with: "zh_cn"), "en", "zh").map(\.target) == ["cola", "cola"])
    }

    @Test("have each entry's first other language for a source where none is told")
    func anySource() throws {
        #expect(
            try terms(Self.basic, nil, "es").map(\.source) == ["queue", "waiting line", "Wal", "Walfisch"])
        #expect(try terms(Self.basic, nil, "de").map(\.source) == ["queue", "waiting line", "ballena"])
        #expect(try terms(Self.basic, nil, "de").first?.target == "Warteschlange & Co.")
    }

    @Test("of 2019 are read in both styles", arguments: styles)
    func versionThree(text: String) throws {
        #expect(
            try terms(text, "en", "fr") == [.init(source: "key", target: "clé", note: "nom; A key.")])
    }

    @Test("are read in time in proportion to the file")
    func large() throws {
        let entry = """
            <termEntry><langSet xml:lang="en"><tig><term>dog</term></tig></langSet>
            <langSet xml:lang="es"><tig><term>perro</term></tig></langSet></termEntry>

            """
        let text = "<martif><text><body>" + String(repeating: entry, count: 5000) + "</body></text></martif>"
        #expect(try terms(text, "en", "es").count == 5000)
    }
}
