import Support
import Testing
import Translation

@Suite("The terms that a translation misses", .light)
struct TermCheckTests {
    private func misses(_ target: String, in translation: String) -> Bool {
        !Glossary(terms: [.init(source: "term", target: target)]).missingTerms(in: translation, of: "A term.").isEmpty
    }

    @Test(
        "are none where the word stands there in some form",
        arguments: [
            // Spanish
            ("casa", "Las casas son blancas."), ("camión", "Los camiones"), ("base de datos", "Las Bases de Datos son"),
            ("cola", "la COLA."), ("sol", "dos soles"), ("cola de impresión", "colas de\nimpresión"),
            // German
            ("Haus", "in den Häusern"), ("Warteschlange", "Die Warteschlangen"), ("Schlange", "die Warteschlange"),
            ("maschinelles Lernen", "beim maschinellen Lernen"), ("Weg", "des Weges"),
            ("Datenbank", "ein Datenbanksystem"),
            // Russian
            ("книга", "Он читает книгу."), ("книга", "много книг"), ("база данных", "в базе данных"), ("дом", "в доме"),
            ("ёлка", "под елкой"), ("сервер", "на серверах"),
            // Finnish
            ("talo", "Asun talossa."), ("kaupunki", "kaupungin keskusta"), ("tietokanta", "tietokannassa"),
            // Chinese, Japanese, Korean
            ("数据库", "该数据库已满。"), ("データベース", "このデータベースは"), ("데이터", "데이터를 저장"),
            // Arabic, Hebrew
            ("كتاب", "قرأت الكتاب"), ("كتاب", "وبالكتابِ"), ("قاعدة البيانات", "لقاعدة البيانات"), ("مدينة", "مدينتنا"),
            ("ספר", "בספר"),
            ("API", "las APIs"), ("C++", "en C++"), ("3D", "modelos 3D"), ("", "x"),
        ])
    func isThere(target: String, translation: String) {
        #expect(!misses(target, in: translation), "\(target) in \(translation)")
    }

    @Test(
        "are named where another word stands there, or none",
        arguments: [
            ("casa", "El caso es otro."), ("casa", "Me casé."), ("casa", "Un edificio"), ("casa", ""),
            ("sol", "El solista"),
            ("base de datos", "base con datos"), ("base de datos", "datos de base"), ("Haus", "Das Gebäude"),
            ("Warteschlange", "Die Wartung"), ("книга", "Он читает журнал."), ("книга", "княжна"), ("дом", "домашний"),
            ("talo", "Asun tallissa."), ("数据库", "该数据仓库已满。"), ("كتاب", "قرأت المجلة"), ("3D", "modelos 3"),
            ("is", "island"),
        ])
    func isMissing(target: String, translation: String) {
        #expect(misses(target, in: translation), "\(target) in \(translation)")
    }

    @Test("are only those that the source has, the longest first")
    func onlyInSource() {
        let glossary = Glossary(terms: [
            .init(source: "queue", target: "cola"), .init(source: "translation memory", target: "memoria"),
            .init(source: "whale", target: "ballena"),
        ])
        #expect(
            glossary.missingTerms(in: "Nada.", of: "The queue of the translation memory").map(\.target)
                == ["memoria", "cola"])
        #expect(glossary.missingTerms(in: "La cola", of: "The queue").isEmpty)
    }

    @Test("leave out a term that stands only inside of a longer one")
    func inside() {
        let glossary = Glossary(terms: [
            .init(source: "memory", target: "memoria"), .init(source: "memory leak", target: "fuga"),
        ])
        #expect(glossary.missingTerms(in: "Una fuga", of: "A memory leak").isEmpty)
        #expect(glossary.missingTerms(in: "Una fuga", of: "A memory leak of memory").map(\.target) == ["memoria"])
    }

    @Test("are satisfied by any of several translations of the same term, and named once")
    func choices() {
        let glossary = Glossary(terms: [
            .init(source: "computer", target: "ordenador"), .init(source: "Computer", target: "computadora"),
        ])
        #expect(glossary.missingTerms(in: "la computadora", of: "the computer").isEmpty)
        #expect(glossary.missingTerms(in: "la máquina", of: "the computer").map(\.target) == ["ordenador"])
    }
}
