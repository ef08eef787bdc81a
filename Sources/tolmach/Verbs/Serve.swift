import ArgumentParser
import Engine
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import Store

/// `tolmach serve`: the daemon, in the foreground.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the daemon in the foreground; it logs on stderr.",
        discussion: """
            Endpoints come from the configuration file, or for one endpoint without any file from TOLMACH_BASE_URL, \
            TOLMACH_MODEL and TOLMACH_API_KEY. SIGTERM and SIGINT end it within a second; what was received is kept. \
            SIGHUP has it read its configuration again; streams that run end on the one they began with. on_complete: in \
            that file names a program or a webhook that is told of each job that has completed or failed.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Least level to log: trace, debug, info, notice, warning, error.", valueName: "level"))
    var logLevel: Logger.Level?

    @Option(
        help: ArgumentHelp(
            "How to log: text, journal, json. Default: journal where systemd reads the log, else text.",
            valueName: "form"))
    var logFormat: LogForm?

    @Option(
        help: ArgumentHelp(
            "Keep figures for Prometheus in this file, for node_exporter's textfile collector: PATH ends in .prom.",
            valueName: "path"), completion: .file(extensions: ["prom"]))
    var metricsTextfile: String?

    func validate() throws {
        guard metricsTextfile?.hasSuffix(".prom") ?? true else {
            throw ValidationError("--metrics-textfile: node_exporter reads only files whose names end in .prom")
        }
    }

    func run() async throws {
        // Until there is somebody to hear it: a reload that is asked for too early must not end the daemon (signal(7)).
        signal(SIGHUP, SIG_IGN)
        // One thread in two for the streams, where the default is all. Half as many read twice as much at each wake-up: a
        // tenth less processor time a chunk and half the delay on two processors (`Tests/Benchmark/run paced`).
        NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / 2)
        let settings = try serving()
        let environment = ProcessInfo.processInfo.environment
        let threshold = LogThreshold(logLevel ?? settings.logLevel)
        let form = logFormat ?? settings.logForm ?? .natural(environment: environment)
        let logger = Logger(label: "tolmach") { _ in EventLog(form, threshold) }
        for unknown in settings.unknownVariables {
            logger.warning(
                "nobody knows a variable of the environment",
                metadata: ["variable": "\(unknown.name)", "nearest": "\(unknown.nearest ?? "none")"])
        }
        try GlobalOptions.makeFolder(of: settings.database)
        let store = try Store(path: settings.database, role: .daemon, durability: settings.durability)
        let hangups = HangupListener()
        let started = StartSettings(settings)
        let daemon = Daemon(
            store: store, settings: try settings.ofDaemon(store),
            identity: ProcessIdentity.current(version: Tolmach.version),
            manager: ServiceManager(environment: environment),
            reconfiguration: Reconfiguration(requests: hangups.requests) {
                let new = try serving()
                let daemon = try new.ofDaemon(store)
                for key in started.keysChanged(in: new) {
                    logger.warning(
                        "setting stays as it is until the daemon is started again", metadata: ["key": "\(key)"])
                }
                for name in started.keylessNewcomers(in: new) {
                    logger.notice(
                        "endpoint is new and has no key; the service manager hands over keys at a start only",
                        metadata: ["endpoint": "\(name)"])
                }
                threshold.level = logLevel ?? new.logLevel
                return daemon
            },
            logger: logger)
        var quiet = logger
        quiet.logLevel = .warning
        let metrics: [any Service] =
            (metricsTextfile ?? settings.metricsTextfile).map { path in
                [MetricsTextfile(path: path, store: store, logger: logger)]
            } ?? []
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: metrics + [hangups, daemon], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        ).run()
        try store.close()
    }

    /// The settings, of which a daemon needs the endpoints with their keys.
    private func serving() throws -> Settings {
        let settings = try global.settings(.withKeys)
        guard !settings.endpoints.isEmpty else { throw Self.noEndpoint(settings) }
        return settings
    }

    private static func noEndpoint(_ settings: Settings) -> ConfigurationError {
        ConfigurationError(
            place: settings.file ?? "environment",
            reason: """
                no endpoint is configured
                  → One endpoint without any file:  TOLMACH_BASE_URL=http://127.0.0.1:8080/v1 TOLMACH_MODEL=NAME tolmach serve
                  → Several: a section `endpoints:` in ~/.config/tolmach/config.yaml; the README shows one.
                """)
    }
}

/// What the daemon was started with, and takes no other value of while it runs.
private struct StartSettings: Sendable {
    private let database: String
    private let durability: Durability
    private let logForm: LogForm?
    private let metricsTextfile: String?
    private let endpoints: Set<String>

    init(_ settings: Settings) {
        database = settings.database
        durability = settings.durability
        logForm = settings.logForm
        metricsTextfile = settings.metricsTextfile
        endpoints = Set(settings.endpoints.map(\.name))
    }

    /// The keys that have another value now.
    func keysChanged(in new: Settings) -> [String] {
        [
            ("database", database != new.database), ("durability", durability != new.durability),
            ("log_format", logForm != new.logForm), ("metrics_textfile", metricsTextfile != new.metricsTextfile),
        ].filter(\.1).map(\.0)
    }

    /// Endpoints that were not there at the start and have no key, where keys come from the service manager: it puts them
    /// aside when it starts a unit, and not again when that reloads (systemd.exec(5), “Credentials”).
    func keylessNewcomers(in new: Settings) -> [String] {
        guard !(new.source.environment["CREDENTIALS_DIRECTORY"] ?? "").isEmpty else { return [] }
        return new.endpoints.filter { $0.endpoint.apiKey == nil && !endpoints.contains($0.name) }.map(\.name)
    }
}

extension Settings {
    /// What the daemon is told of all this.
    var ofDaemon: DaemonSettings {
        var settings = DaemonSettings(endpoints: endpoints, retry: retry, retention: retention)
        (settings.budget, settings.currency) = (budget, currency)
        return settings
    }

    /// The same, with those who are told of the ends of jobs.
    func ofDaemon(_ store: Store) throws -> DaemonSettings {
        var settings = ofDaemon
        let currency = currency
        settings.hooks = try HookSection(source: source).read { id in
            guard let job = try await store.job(id) else { return nil }
            let json = JobJSON(
                job, tokens: try await store.tokens(of: id), segments: try await store.segments(of: id),
                reuse: try await store.reuse(of: id), currency: currency)
            return Array(try JSONText.text(json).utf8)
        }
        return settings
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
