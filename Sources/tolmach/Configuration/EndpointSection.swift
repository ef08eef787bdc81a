import ChatStream
import Engine
import Foundation
import Translation

/// Reads the endpoints: `endpoints.NAME.…` of the file, and one without any file from `TOLMACH_BASE_URL` and the like.
struct EndpointSection {
    private let source: ConfigurationSource
    private let name: String
    private let prefix: String

    /// The name of the endpoint that stands in the environment alone.
    static let environmentName = "default"

    static func all(_ source: ConfigurationSource, _ keys: Settings.Keys) throws -> [EndpointSettings] {
        var endpoints: [EndpointSettings] = []
        if try source.setting("base_url") != nil {
            endpoints.append(try EndpointSection(source: source, name: environmentName, prefix: "").read(keys))
        }
        let named = source.file?.endpoints ?? []
        let order = try source.list("endpoint_order")
        for entry in order ?? [] where !named.contains(entry.text) {
            let nearest = ConfigurationKeys.nearest(to: entry.text, in: named)
            throw entry.error(
                "there is no endpoint “\(entry.text)”" + (nearest.map { "; did you mean “\($0)”?" } ?? ""))
        }
        for name in order?.map(\.text) ?? named {
            endpoints.append(
                try EndpointSection(source: source, name: name, prefix: "endpoints.\(name).").read(keys))
        }
        return endpoints
    }

    private func read(_ keys: Settings.Keys) throws -> EndpointSettings {
        let keySource = APIKeySource(source: source, name: name, prefix: prefix)
        try keySource.refuseKeyInFile()
        let url = try required("base_url")
        let key = keys == .withoutKeys ? nil : try keySource.find(isInUnit: keys == .withKeys)?.key
        var timeouts = ChatTimeouts()
        if let limit = try setting("connect_timeout")?.duration() { timeouts.connect = limit }
        if let limit = try setting("first_byte_timeout")?.duration() { timeouts.firstByte = limit }
        if let limit = try setting("idle_timeout")?.duration() { timeouts.idle = limit }
        let endpoint: ChatEndpoint
        do {
            endpoint = try ChatEndpoint(
                name: name, baseURL: url.text, apiKey: key, headers: try headers(), timeouts: timeouts,
                caFile: try setting("ca_file")?.text)
        } catch let error as ChatEndpoint.Invalid {
            throw url.error(error.reason)
        }
        var settings = EndpointSettings(
            endpoint: endpoint, model: try required("model").text,
            concurrency: try setting("concurrency")?.integer(1...100_000) ?? 2,
            resume: try setting("resume")?.choice(ResumeMode.self) ?? .continue,
            continuePrompt: try setting("continue_prompt")?.text ?? "continue",
            maxTokens: try setting("max_tokens")?.integer(1...100_000_000), temperature: try temperature(),
            includeUsage: try setting("include_usage")?.flag() ?? true, extra: try extra(),
            continuesFinalMessage: try setting("continue_final_message")?.flag() ?? false)
        if let size = try (setting("context_size") ?? source.setting("context_size"))?.integer(0...10_000) {
            settings.contextSize = size
        }
        settings.prices = try prices()
        // In the environment alone, TOLMACH_BUDGET is that of all endpoints, of which there is one.
        settings.budget = try prefix.isEmpty ? nil : budget(settings.prices)
        return settings
    }

    private func setting(_ key: String) throws -> Setting? { try source.setting(prefix + key) }

    private func required(_ key: String) throws -> Setting {
        if let setting = try setting(key) { return setting }
        if prefix.isEmpty {
            throw ConfigurationError(
                place: "TOLMACH_\(key.uppercased())", reason: "is not set, but TOLMACH_BASE_URL is; set it too")
        }
        throw source.file?.error(String(prefix.dropLast()), "\(key) is missing")
            ?? ConfigurationError(place: prefix, reason: "\(key) is missing")
    }

    /// `omit`, a number, or what the whole configuration says; 0.3 where nobody says anything.
    private func temperature() throws -> Double? {
        let own = try prefix.isEmpty ? nil : setting("temperature")
        guard let setting = try own ?? source.setting("temperature") else { return 0.3 }
        return setting.text == "omit" ? nil : try setting.number(0...2)
    }

    /// What its tokens cost; a price that is not told beside the other is none.
    private func prices() throws -> TokenPrices? {
        let (prompt, completion) = (try setting("price_prompt"), try setting("price_completion"))
        guard prompt != nil || completion != nil else { return nil }
        return TokenPrices(prompt: try prompt?.money() ?? .zero, completion: try completion?.money() ?? .zero)
    }

    private func budget(_ prices: TokenPrices?) throws -> Money? {
        guard let budget = try setting("budget") else { return nil }
        guard prices != nil else {
            throw budget.error("holds nothing back without price_prompt and price_completion; set them too")
        }
        return try budget.money()
    }

    private func headers() throws -> [(name: String, value: String)] {
        try (source.object(prefix + "headers") ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
    }

    private func extra() throws -> String? {
        guard let object = try source.object(prefix + "extra") else { return nil }
        guard JSONSerialization.isValidJSONObject(object) else {
            throw source.file?.error(prefix + "extra", "holds what JSON has no word for, as .nan or .inf")
                ?? ConfigurationError(place: prefix + "extra", reason: "is no JSON")
        }
        return String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]), as: UTF8.self)
    }
}
