import Engine
import Store
import Translation

/// What was spent today, beside what may be.
struct SpendingView {
    /// An amount with its bound.
    struct Item {
        /// The endpoint; nil for all together.
        let endpoint: String?
        let spent: Money
        let limit: Money?
    }

    let items: [Item]
    let currency: String?

    /// - Parameters:
    ///   - settings: The configuration, as this command finds it; nil where nobody wants to know.
    ///   - now: A time of the day that is meant.
    static func take(_ store: Store, _ settings: Settings?, now: Timestamp) async throws -> SpendingView {
        guard let settings else { return SpendingView(items: [], currency: nil) }
        let budget = Budget(settings.ofDaemon)
        let day = LocalDay.containing(now, in: TimeSource.system.timeZone)
        let spent = try await store.spent(on: day)
        let hasPrices = budget.endpoints.contains(where: \.hasPrices)
        let all = Item(endpoint: nil, spent: spent.values.reduce(.zero, +), limit: budget.limit)
        let bounded = budget.endpoints.filter { $0.limit != nil }.map {
            Item(endpoint: $0.name, spent: spent[$0.name] ?? .zero, limit: $0.limit)
        }
        return SpendingView(items: hasPrices || !spent.isEmpty ? [all] + bounded : [], currency: budget.currency)
    }

    /// `Spent today: 3.20 of 10.00 USD · hosted 1.20 of 5.00 USD`; nil where nothing has a price.
    var line: String? {
        guard !items.isEmpty else { return nil }
        let parts = items.map { item in
            let name = item.endpoint.map { Output.label($0) + " " } ?? ""
            let bound = item.limit.map { " of \($0.text)" } ?? ""
            return name + item.spent.text + bound + (currency.map { " " + Output.label($0) } ?? "")
        }
        return "Spent today: " + parts.joined(separator: " · ")
    }
}

/// What was spent today, as `status --json` prints it.
struct SpendingJSON: Encodable {
    let endpoint: Nullable<String>
    let spentToday: Double
    let budget: Nullable<Double>
    let currency: Nullable<String>

    init(_ item: SpendingView.Item, currency: String?) {
        endpoint = Nullable(item.endpoint)
        spentToday = item.spent.inUnits
        budget = Nullable(item.limit?.inUnits)
        self.currency = Nullable(currency)
    }
}
