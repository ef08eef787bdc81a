import Foundation
import Support
import Testing
import Translation

@Suite("The terms in a text", .light)
struct GlossaryTests {
    private func found(_ sources: [String], in text: String) -> [String] {
        Glossary(terms: sources.map { .init(source: $0, target: "x") }).terms(in: text).map(\.source)
    }

    @Test(
        "are found as whole words, in any case and spelling",
        arguments: [
            ("cat", "The Cat sat."), ("cat", "cat"), ("cat", "(cat)"), ("Cat", "A “CAT”"), ("cat", "**cat**"),
            ("é", "e\u{301}"), ("caf\u{E9}", "un cafe\u{301}, s'il vous plaît"), ("l'eau", "dans l’eau"),
            ("machine learning", "machine\nlearning"), ("machine learning", "Machine  learning"),
            ("C++", "in C++ and C"), (".NET", "on .NET 8"), ("AT&T", "AT&T"), ("e-mail", "an e‑mail"),
            ("email", "e\u{AD}mail"), ("ΟΔΟΣ", "η οδός, οδος"), ("книга", "Книга!"), ("كتاب", "هذا كتاب جديد"),
            ("数据库", "这个数据库很大"), ("データ", "大量のデータを"), ("ข้อมูล", "ฐานข้อมูลใหญ่"), ("책", "책을 읽다"),
            ("a a b", "a a a b"), ("3D", "a 3D model"), ("Straße", "STRAßE"),
        ])
    func occurs(term: String, text: String) {
        #expect(found([term], in: text) == [term], "\(term) in \(text)")
    }

    @Test(
        "are not found within words, nor where they do not stand as a whole",
        arguments: [
            ("cat", "education"), ("cat", "cats"), ("cat", "bobcat"), ("cat", ""), ("", "cat"), (" ", "a b"),
            ("machine learning", "machine for learning"), ("book", "книга"), ("e", "e\u{301}"), ("책", "공책"),
            ("数据库", "数据仓库"), ("a b", "a"), ("1", "10"),
        ])
    func isAbsent(term: String, text: String) {
        #expect(found([term], in: text).isEmpty, "\(term) in \(text)")
    }

    @Test("come the longest first, those of the same length in their order")
    func order() {
        #expect(
            found(["queue", "print", "print queue", "whale", "empty"], in: "The print queue is empty.")
                == ["print queue", "queue", "print", "empty"])
    }

    @Test("are the same as those that a search by hand finds, in random texts")
    func random() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = ["a", "b", "ab", "ba"]
        for _ in 0..<300 {
            let words = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? "a"
            }
            let term = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? "a"
            }
            let expected =
                words.count >= term.count
                && (0...words.count - term.count).contains { Array(words[$0..<$0 + term.count]) == term }
            let text = words.joined(separator: " ")
            let wanted = term.joined(separator: " ")
            #expect(found([wanted], in: text).isEmpty == !expected, "\(wanted) in \(text)")
        }
    }

    @Test("take no time to speak of, with 5,000 terms and with texts that say one word again and again")
    func time() {
        var generator = SeededGenerator(seed: 11)
        let letters = Array("абвгдежзиклмнопрст")
        func word() -> String {
            String((0..<8).map { _ in letters.randomElement(using: &generator) ?? "а" })
        }
        let words = (0..<5000).map { _ in word() + " " + word() }
        let glossary = Glossary(terms: words.map { .init(source: $0, target: $0) })
        let text = words.prefix(110).joined(separator: ", ")
        let same = Glossary(
            terms: (1...1000).map { .init(source: String(repeating: "a ", count: $0) + "b", target: "b") })
        let took = ContinuousClock().measure {
            #expect(glossary.terms(in: text).count == 110)
            #expect(glossary.missingTerms(in: text, of: text).isEmpty)
            #expect(same.terms(in: String(repeating: "a ", count: 1000)).isEmpty)
        }
        // Milliseconds where it is optimized; what is quadratic would take minutes here.
        #expect(took < .seconds(5), "\(took)")
    }
}
