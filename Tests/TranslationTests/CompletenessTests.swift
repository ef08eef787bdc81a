import Testing
import Translation

@Suite("Completeness")
struct CompletenessTests {
    private let source = String(repeating: "A sentence of an ordinary length stands here. ", count: 10)

    @Test("is doubted where a text is empty, far too short or many times too long")
    func implausible() {
        let rule = Completeness()
        #expect(rule.judge("", of: source) == .empty)
        #expect(rule.judge(" \n ", of: "Hello") == .empty)
        #expect(rule.judge("Una frase.", of: source) == .tooShort)
        let words = (0..<2000).map { "palabra\($0 * 7919 % 10007)x" }.joined(separator: " ")
        #expect(rule.judge(words, of: source) == .runaway)
    }

    @Test("is granted to what a translation can be")
    func plausible() {
        let rule = Completeness()
        #expect(rule.judge("Sí", of: "Yes") == .plausible)
        #expect(rule.judge(String(repeating: "这里有一个普通长度的句子。", count: 10), of: source) == .plausible)
        #expect(
            rule.judge(String(repeating: "Ein Satz von gewöhnlicher Länge steht hier. ", count: 12), of: source)
                == .plausible)
    }

    @Test("bounds a growing text without counting its characters")
    func runaway() {
        let rule = Completeness()
        #expect(!rule.hasRunAway(bytes: 5 * source.utf8.count, sourceBytes: source.utf8.count))
        #expect(rule.hasRunAway(bytes: 7 * source.utf8.count + 600, sourceBytes: source.utf8.count))
    }
}
