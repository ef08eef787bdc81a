import Support
import Testing
import Translation

@Suite("Money", .light)
struct MoneyTests {
    @Test(
        "is read as people write it, to the millionth",
        arguments: [
            ("10", 10_000_000), ("2.50", 2_500_000), (".075", 75_000), ("3.", 3_000_000), ("0", 0), ("0.000001", 1),
            ("1000000000", 1_000_000_000_000_000),
        ])
    func reads(text: String, millionths: Int64) {
        #expect(Money(text)?.millionths == millionths)
    }

    @Test(
        "is not read from what is none, is negative, too fine or too much",
        arguments: ["", ".", "-1", "1,5", "1e3", "0.0000001", "1000000000.01", "1.2.3", "NaN", "٣", "1 000"])
    func refuses(text: String) {
        #expect(Money(text) == nil)
    }

    @Test(
        "is written with two decimals, or the first two digits of a small amount",
        arguments: [
            (0, "0.00"), (2_500_000, "2.50"), (12_345_678, "12.35"), (50_000, "0.05"), (53_000, "0.053"),
            (4_200, "0.0042"), (4_249, "0.0042"), (1, "0.000001"), (150_000, "0.15"), (999_999, "1.00"),
        ])
    func writes(millionths: Int64, text: String) {
        #expect(Money(millionths: millionths).text == text)
    }

    @Test("of tokens is their number times the price for a million, to the nearest millionth")
    func prices() throws {
        let prices = TokenPrices(
            prompt: try #require(Money("0.15")), completion: try #require(Money("0.60")))
        #expect(prices.cost(prompt: 1_000_000, completion: 1_000_000) == Money("0.75"))
        #expect(prices.cost(prompt: 40, completion: 9).millionths == 11, "6 + 5.4")
        #expect(prices.cost(prompt: 0, completion: 0) == .zero)
        #expect(prices.cost(prompt: -5, completion: 10).millionths == 6, "an endpoint that tells nonsense")
        #expect(prices.cost(prompt: .max, completion: .max) == Money("10000000"), "bounded, whatever is told")
    }

    @Test("A budget holds back what has prices: by its own bound, and by that of all together")
    func budget() throws {
        let hosted = Budget.Endpoint(name: "hosted", hasPrices: true, limit: Money("5"))
        let other = Budget.Endpoint(name: "other", hasPrices: true)
        let local = Budget.Endpoint(name: "local", hasPrices: false)
        let budget = Budget(limit: Money("10"), endpoints: [hosted, other, local], currency: "USD")
        func exhausted(_ spent: [String: String]) -> [String] {
            let spent = spent.compactMapValues { Money($0) }
            return budget.endpoints.filter { budget.exhaustion(of: $0, spent: spent) != nil }.map(\.name)
        }
        #expect(exhausted([:]).isEmpty)
        #expect(exhausted(["hosted": "4.99", "other": "5"]).isEmpty)
        #expect(exhausted(["hosted": "5"]) == ["hosted"])
        #expect(exhausted(["other": "7", "gone": "3"]) == ["hosted", "other"], "what was spent elsewhere counts too")
        let reason = budget.exhaustion(of: hosted, spent: ["hosted": Money(millionths: 5_030_000)])
        #expect(reason == "its own budget is spent: 5.03 of 5.00 USD today")
        #expect(!Budget(endpoints: [other, local]).isLimited)
    }
}
