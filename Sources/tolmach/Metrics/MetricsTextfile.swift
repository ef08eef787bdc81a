import Engine
import Foundation
import Logging
import ServiceLifecycle
import Store
import Translation

/// Keeps a file of figures up to date for the textfile collector of Prometheus' node_exporter.
///
/// It is started before the daemon and so stopped after it: the last page says that none runs any more.
actor MetricsTextfile: Service {
    private let path: String
    private let store: Store
    private let time: TimeSource
    private let logger: Logger
    /// Whether it is known, and was told, that the file cannot be written.
    private var isTroubled = false

    /// How often it is written: as often as most scrape.
    private static let interval = Duration.seconds(15)

    init(path: String, store: Store, time: TimeSource = .system, logger: Logger) {
        (self.path, self.store, self.time, self.logger) = (path, store, time, logger)
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.keepUp() }
        } catch is CancellationError {}
        // The shield around a last write: where the daemon has failed, this task is cancelled already.
        try await Task { try await write(nil) }.value
    }

    private func keepUp() async throws {
        let start = time.now()
        while true {
            try await write((start, Tolmach.version))
            try await time.clock.sleep(for: Self.interval)
        }
    }

    private struct NoFolder: Error, CustomStringConvertible {
        let path: String
        var description: String { "there is no folder \(path)" }
    }

    /// Whether the folder is there, which is the collector's: one that is made here would be read by nobody.
    private func lookForFolder() throws {
        let named = (path as NSString).deletingLastPathComponent
        let folder = named.isEmpty ? "." : named
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw NoFolder(path: folder)
        }
    }

    /// Writes the page; what keeps it from being written is told once, and it is tried again the next time.
    ///
    /// Nobody's translation has to wait for a figure.
    private func write(_ daemon: (startedAt: Timestamp, version: String)?) async throws {
        do {
            try lookForFolder()
            let page = MetricsPage.text(try await store.metrics(), daemon: daemon, now: time.now())
            // For others to read, whatever this process shows of the rest.
            try OutputFile.write(Array(page.utf8), to: path, mode: 0o644)
            if isTroubled { logger.notice("metrics can be written again", metadata: ["path": "\(path)"]) }
            isTroubled = false
        } catch let error as CancellationError {
            throw error
        } catch {
            if !isTroubled { logger.warning("metrics cannot be written", metadata: ["error": "\(error)"]) }
            isTroubled = true
        }
    }
}
