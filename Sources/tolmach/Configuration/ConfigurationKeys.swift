/// Every key that the configuration knows.
///
/// What is not here is an error that names the nearest one.
enum ConfigurationKeys {
    /// The keys at the top of the file, nested ones with a point.
    static let global = [
        "database", "durability", "temperature", "segment_tokens", "segment_size", "context_size",
        "log_level", "log_format", "endpoint_order", "endpoints",
        "metrics_textfile", "currency", "budget",
        "on_complete", "on_complete.command", "on_complete.timeout", "on_complete.webhook",
        "on_complete.webhook_secret_file", "on_complete.webhook_secret_env", "on_complete.on",
        "retry", "retry.base", "retry.factor", "retry.cap", "retry.tries",
        "retention", "retention.completed", "retention.cancelled", "retention.failed",
    ]

    /// The keys of an endpoint's section; with `TOLMACH_` before them, the environment's names for one endpoint
    /// without a file.
    static let endpoint = [
        "base_url", "model", "api_key", "api_key_env", "api_key_file", "api_key_credential",
        "concurrency", "resume", "continue_prompt",
        "continue_final_message",
        "max_tokens", "temperature", "include_usage", "headers", "extra", "ca_file", "connect_timeout",
        "first_byte_timeout", "idle_timeout", "context_size", "price_prompt", "price_completion", "budget",
    ]

    /// Names that stand for themselves in the environment.
    static let environmentOnly = ["CONFIG", "STRICT"]

    /// The known key that takes the fewest changes to reach, where that is near enough to be meant.
    static func nearest(to key: String, in known: [String]) -> String? {
        let distances = known.map { (key: $0, distance: distance(key, $0)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(3, key.count / 2) ? best.key : nil
    }

    /// The number of insertions, deletions and replacements between two words (Levenshtein 1966).
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}
