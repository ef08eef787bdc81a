import Translation

/// What something has cost, as people read it.
enum CostText {
    /// `about 0.42 USD, of at most 2.50 USD`; nil where nothing was asked at a price, and nothing is to be paid attention to.
    static func line(_ job: Job, currency: String?) -> String? {
        let currency = currency.map { Output.label($0) }
        let parts = [
            job.cost.map { ($0.isEstimated ? "about " : "") + $0.amount.text(in: currency) },
            job.maxCost.map { (job.cost == nil ? "" : "of ") + "at most " + $0.text(in: currency) },
        ]
        let known = parts.compactMap { $0 }
        return known.isEmpty ? nil : known.joined(separator: ", ")
    }
}
