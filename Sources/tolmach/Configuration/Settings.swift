import ChatStream
import Documents
import Engine
import Foundation
import Logging
import Store
import Translation

/// The whole configuration: flags, then environment, then file, then defaults.
struct Settings {
    /// Whether the endpoints' keys are read: only whoever asks an endpoint needs them.
    enum Keys {
        case withKeys, withoutKeys
        /// Those that can be had outside of the daemon's unit.
        case withKeysInReach
    }

    /// A variable that looks like ours and is none.
    struct UnknownVariable {
        let name: String
        /// One of ours that may be meant.
        let nearest: String?

        /// The same as a sentence.
        var sentence: String { "nobody knows the variable \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "") }
    }

    /// The database's file.
    var database: String
    /// Whether nobody has said which it is.
    var isDatabaseByDefault: Bool
    /// How much an acknowledged write survives.
    var durability: Durability
    /// The most of a segment.
    var segmentLimit: ReadingOptions.SegmentLimit
    /// When to try again, and when to give up.
    var retry: RetryPolicy
    /// How long jobs that have ended are kept.
    var retention: Retention
    /// The endpoints, in the order in which they are filled.
    var endpoints: [EndpointSettings]
    /// What may be spent on a day over all endpoints that have prices; nil sets no bound.
    var budget: Money?
    /// What amounts of money are called; nil where nobody says.
    var currency: String?
    /// The least level that is logged.
    var logLevel: Logger.Level
    /// How the daemon logs; nil leaves it to where its log goes.
    var logForm: LogForm?
    /// Where figures for Prometheus are kept; nil where nobody wants them.
    var metricsTextfile: String?
    /// The file that was read; nil where there is none.
    var file: String?
    /// Variables that look like ours and are none.
    var unknownVariables: [UnknownVariable]
    /// What all this was read from, for those who have to say where something stands.
    var source: ConfigurationSource

    /// Reads everything.
    ///
    /// - Parameters:
    ///   - database: What `--database` said.
    ///   - config: What `--config` said.
    ///   - keys: Whether the endpoints' keys are read.
    /// - Throws: ``ConfigurationError``.
    static func load(
        database: String? = nil, config: String? = nil, keys: Keys = .withoutKeys,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Settings {
        let file = try Locations.configurationFile(flag: config, environment).map(ConfigurationFile.init(path:))
        let source = ConfigurationSource(environment: environment, file: file)
        var retry = RetryPolicy()
        if let base = try source.setting("retry.base")?.duration() { retry.base = base }
        if let factor = try source.setting("retry.factor")?.number(1...100) { retry.factor = factor }
        if let cap = try source.setting("retry.cap")?.duration() { retry.cap = cap }
        if let tries = try source.setting("retry.tries")?.integer(1...1_000_000) { retry.tries = tries }
        let told = try database ?? source.setting("database")?.text
        let endpoints = try EndpointSection.all(source, keys)
        try HookSection(source: source).check()
        let budget = try source.setting("budget")
        if let budget, !endpoints.isEmpty, endpoints.allSatisfy({ $0.prices == nil }) {
            throw budget.error("holds nothing back where no endpoint has price_prompt and price_completion")
        }
        return Settings(
            database: told ?? Locations.database(environment), isDatabaseByDefault: told == nil,
            durability: try source.setting("durability")?.choice(Durability.self) ?? .full,
            segmentLimit: try segmentLimit(source),
            retry: retry,
            retention: try RetentionSection.read(source),
            endpoints: endpoints, budget: try budget?.money(), currency: try source.setting("currency")?.text,
            logLevel: try source.setting("log_level")?.choice(Logger.Level.self) ?? .info,
            logForm: try source.setting("log_format")?.choice(LogForm.self),
            metricsTextfile: try source.setting("metrics_textfile").map(metricsTextfile),
            file: file?.path,
            unknownVariables: unknownVariables(environment, file),
            source: source)
    }

    /// node_exporter reads no other files of its folder.
    private static func metricsTextfile(_ setting: Setting) throws -> String {
        guard setting.text.hasSuffix(".prom") else { throw setting.error("“\(setting.text)” must end in .prom") }
        return setting.text
    }

    /// In tokens, as they are estimated, or in characters, which are exact.
    private static func segmentLimit(_ source: ConfigurationSource) throws -> ReadingOptions.SegmentLimit {
        let tokens = try source.setting("segment_tokens")
        guard let characters = try source.setting("segment_size") else {
            return try tokens.map { .tokens(try $0.integer(50...100_000)) } ?? ReadingOptions().limit
        }
        if tokens != nil {
            throw characters.error("says the same as segment_tokens in another unit; leave one of them out")
        }
        return .characters(try characters.integer(100...100_000))
    }

    private static func unknownVariables(
        _ environment: [String: String], _ file: ConfigurationFile?
    ) -> [UnknownVariable] {
        let endpointNames = (file?.endpoints ?? []).flatMap { name in
            ConfigurationKeys.endpoint.map { "endpoints.\(name).\($0)" }
        }
        let known =
            (ConfigurationKeys.global + ConfigurationKeys.endpoint + endpointNames)
            .map(ConfigurationSource.environmentName)
            + ConfigurationKeys.environmentOnly.map { "TOLMACH_" + $0 }
        return environment.keys.filter { $0.hasPrefix("TOLMACH_") && !known.contains($0) }.sorted().map { name in
            UnknownVariable(name: name, nearest: ConfigurationKeys.nearest(to: name, in: known))
        }
    }
}
