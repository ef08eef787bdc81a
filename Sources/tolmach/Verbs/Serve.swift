import ArgumentParser
import Engine
import Foundation
import Logging
import ServiceLifecycle
import Store

/// `tolmach serve`: the daemon, in the foreground.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the daemon in the foreground; it logs on stderr.",
        discussion: """
            Endpoints come from the configuration file, or for one endpoint without any file from TOLMACH_BASE_URL, \
            TOLMACH_MODEL and TOLMACH_API_KEY. SIGTERM and SIGINT end it within a second; what was received is kept.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Least level to log: trace, debug, info, notice, warning, error.", valueName: "level"))
    var logLevel: Logger.Level?

    func run() async throws {
        let settings = try global.settings()
        guard !settings.endpoints.isEmpty else { throw Self.noEndpoint(settings) }
        var logger = Logger(label: "tolmach") { label in HarmlessLog(.standardError(label: label)) }
        logger.logLevel = logLevel ?? settings.logLevel
        for warning in settings.warnings { logger.warning("\(warning)") }
        try GlobalOptions.makeFolder(of: settings.database)
        let store = try Store(path: settings.database, role: .daemon, durability: settings.durability)
        let daemon = Daemon(
            store: store, settings: DaemonSettings(endpoints: settings.endpoints, retry: settings.retry),
            identity: ProcessIdentity.current(version: Tolmach.version), logger: logger)
        var quiet = logger
        quiet.logLevel = max(.warning, logger.logLevel)
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [daemon], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        ).run()
        try store.close()
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

extension Logger.Level: @retroactive ExpressibleByArgument {}
