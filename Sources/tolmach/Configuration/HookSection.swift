import ChatStream
import Engine
import Foundation
import Hooks
import Store
import Translation

/// Reads who is told of the ends of jobs: `on_complete.…`.
struct HookSection {
    let source: ConfigurationSource

    /// The credential in which the secret is sought where nobody says so.
    static let credential = "webhook-secret"

    /// Checks what everybody may read: not the secret, which is ``checkSecret()``'s.
    func check() throws {
        _ = try command()
        _ = try url()
        _ = try events()
    }

    /// The program that is told, and where it stands; nil where none is.
    func program() throws -> Setting? { try list("on_complete.command")?.first }

    /// Checks the webhook's secret, where one is wanted, as the daemon does at its start.
    ///
    /// - Throws: ``ConfigurationError``, without a word of it.
    func checkSecret() throws {
        if let url = try url() { _ = try secret(for: url) }
    }

    /// Whether nobody but the service manager can have the secret, which it hands to the daemon alone.
    func isSecretOutOfReach() throws -> Bool {
        guard try url() != nil, (source.environment["CREDENTIALS_DIRECTORY"] ?? "").isEmpty else { return false }
        return try ["env", "file"].allSatisfy { try source.setting("on_complete.webhook_secret_\($0)") == nil }
    }

    /// What the daemon is told; nil where nobody is to be told.
    ///
    /// - Parameter describe: A job as they are shown it.
    func read(describe: @escaping @Sendable (Job.ID) async throws -> [UInt8]?) throws -> HookSettings? {
        let webhook = try url().map { Webhook(url: $0.text, secret: try secret(for: $0)) }
        let settings = HookSettings(
            events: try events(), command: try command(), webhook: webhook, describe: describe)
        return settings.command == nil && settings.webhook == nil ? nil : settings
    }

    private func command() throws -> CommandHook? {
        let limit = try source.setting("on_complete.timeout").map { setting in
            let limit = try setting.duration()
            guard limit > .zero else { throw setting.error("a program needs some time") }
            return limit
        }
        guard let words = try list("on_complete.command"), let first = words.first else { return nil }
        // Whatever they are called, the variables that hold our own secrets stay with us.
        let secrets = try (source.keys(endingWith: "api_key_env") + ["on_complete.webhook_secret_env"])
            .compactMap { try source.setting($0)?.text }
        let environment = source.environment.filter { !secrets.contains($0.key) }
        let command = words.map(\.text)
        guard let hook = CommandHook(command: command, limit: limit ?? .seconds(60), environment: environment) else {
            throw first.error("“\(first.text)” is no absolute path; write [/usr/bin/prog, argument]")
        }
        return hook
    }

    /// Over HTTPS; within this machine without it, too.
    private func url() throws -> Setting? {
        guard let setting = try source.setting("on_complete.webhook") else { return nil }
        let url = URL(string: setting.text)
        let host = url?.host() ?? ""
        let isLocal = ["127.0.0.1", "::1", "localhost"].contains(host)
        guard !host.isEmpty, url?.scheme == "https" || url?.scheme == "http" && isLocal else {
            throw setting.error("an https:// address is wanted; http:// will do within this machine only")
        }
        return setting
    }

    private func events() throws -> Set<Delivery.Event> {
        guard let words = try list("on_complete.on") else { return [.completed, .failed] }
        return Set(try words.map { try $0.choice(Delivery.Event.self) })
    }

    /// A list that says something; whoever wants nothing leaves the key out.
    private func list(_ key: String) throws -> [Setting]? {
        let list = try source.list(key)
        if list?.isEmpty == true { throw source.error(key, "the list is empty; leave the key out, or fill it") }
        return list
    }

    private func secret(for url: Setting) throws -> WebhookSecret {
        guard let (text, setting) = try secretText() else {
            throw url.error("needs a secret to be signed with; name a file with webhook_secret_file (README)")
        }
        guard let secret = WebhookSecret(text) else {
            throw setting.error("the secret is too short, or no base64 behind whsec_; 24 bytes are usual")
        }
        return secret
    }

    private func secretText() throws -> (String, Setting)? {
        if let named = try source.setting("on_complete.webhook_secret_env") {
            guard let text = source.environment[named.text], !text.isEmpty else {
                throw named.error("the variable \(named.text) is not set")
            }
            return (text, named)
        }
        if let file = try source.setting("on_complete.webhook_secret_file") {
            return (try SecretFile(path: file.text, setting: file).read(), file)
        }
        guard let folder = source.environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else { return nil }
        let path = folder + "/" + Self.credential
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        // Nobody but this process can read what the service manager has put aside for it, whatever the mode says.
        let place = Setting(text: path, place: path)
        return (try SecretFile(path: path, setting: place, isGuarded: true).read(), place)
    }
}
