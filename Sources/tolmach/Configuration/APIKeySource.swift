import ChatStream
import Foundation

/// Finds an endpoint's key: in a variable, in a file or in a credential of the service manager's, never in the
/// configuration itself.
struct APIKeySource {
    let source: ConfigurationSource
    /// The endpoint's name.
    let name: String
    let prefix: String

    /// The credential in which an endpoint's key is sought where nobody says so; a unit with
    /// `LoadCredential=api-key:/etc/tolmach/keys` makes one of each file of that folder (systemd.exec(5)).
    static func credentialName(_ endpoint: String) -> String { "api-key_\(endpoint)" }

    /// The folder of the machine's keys, each in a file of its endpoint's name.
    static let keyFolder = "/etc/tolmach/keys"

    /// The key, and the variable or the file that it comes from; nil where there is none.
    func find() throws -> (key: APIKey, place: String)? {
        let variableName = ConfigurationSource.environmentName(prefix + "api_key")
        if let key = variable(variableName) { return (key, variableName) }
        try refuseKeyInFile()
        if let named = try source.setting(prefix + "api_key_env") {
            guard let key = variable(named.text) else {
                throw named.error("the variable \(named.text) is not set")
            }
            return (key, named.text)
        }
        if let path = try source.setting(prefix + "api_key_file") { return (try read(path), path.text) }
        if let found = try credential() { return found }
        // The name that every OpenAI client knows serves the endpoint that stands in the environment alone.
        return prefix.isEmpty ? variable("OPENAI_API_KEY").map { ($0, "OPENAI_API_KEY") } : nil
    }

    /// A key in the file would be read by everybody who may add documents.
    func refuseKeyInFile() throws {
        guard let file = source.file, file.entries[prefix + "api_key"] != nil else { return }
        throw file.error(
            prefix + "api_key",
            "a key does not belong in this file; name a file with api_key_file, or a variable with api_key_env")
    }

    private func variable(_ name: String) -> APIKey? { source.environment[name].flatMap(APIKey.init) }

    /// What the service manager has put aside for this process alone; nobody else can read it.
    private func credential() throws -> (key: APIKey, place: String)? {
        let named = try source.setting(prefix + "api_key_credential")
        guard let folder = source.environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else {
            // Where the credentials of the machine's unit come from. Root, asking by hand, finds the key there too.
            let original = Self.keyFolder + "/" + name
            if named == nil || named?.text == Self.credentialName(name), access(original, R_OK) == 0 {
                return (try read(Setting(text: original, place: original)), original)
            }
            guard let named else { return nil }
            throw named.error("no service manager has given this process credentials (LoadCredential=)")
        }
        let path = folder + "/" + (named?.text ?? Self.credentialName(name))
        guard named != nil || FileManager.default.fileExists(atPath: path) else { return nil }
        return (try read(named ?? Setting(text: path, place: path), at: path), path)
    }

    private func read(_ path: Setting) throws -> APIKey {
        var information = stat()
        guard stat(path.text, &information) == 0 else { throw path.error("\(path.text): no such file") }
        guard information.st_mode & S_IROTH == 0 else {
            throw path.error("everybody may read \(path.text); first: chmod o-r \(path.text)")
        }
        return try read(path, at: path.text)
    }

    private func read(_ setting: Setting, at path: String) throws -> APIKey {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw setting.error("\(path) cannot be read; check its owner and permissions")
        }
        guard let key = APIKey(text) else { throw setting.error("\(path) is empty") }
        return key
    }
}
