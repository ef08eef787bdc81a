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
    ///
    /// - Parameter isInUnit: Whether a credential must be there where it is named, because this is the daemon.
    func find(isInUnit: Bool = true) throws -> (key: APIKey, place: String)? {
        let variableName = ConfigurationSource.environmentName(prefix + "api_key")
        if let key = variable(variableName) { return (key, variableName) }
        try refuseKeyInFile()
        if let named = try source.setting(prefix + "api_key_env") {
            guard let key = variable(named.text) else {
                throw named.error("the variable \(named.text) is not set")
            }
            return (key, named.text)
        }
        if let path = try source.setting(prefix + "api_key_file") {
            return (try key(in: SecretFile(path: path.text, setting: path)), path.text)
        }
        if let found = try credential(isInUnit: isInUnit) { return found }
        // The name that every OpenAI client knows serves the endpoint that stands in the environment alone.
        return prefix.isEmpty ? variable("OPENAI_API_KEY").map { ($0, "OPENAI_API_KEY") } : nil
    }

    /// Whether the daemon may well have a key that this process cannot see.
    func isOutOfReach() throws -> Bool {
        guard credentials == nil else { return false }
        return try source.setting(prefix + "api_key_credential") != nil
            || FileManager.default.fileExists(atPath: Self.keyFolder) && access(Self.keyFolder, X_OK) != 0
    }

    /// A key in the file would be read by everybody who may add documents.
    func refuseKeyInFile() throws {
        guard let file = source.file, file.entries[prefix + "api_key"] != nil else { return }
        throw file.error(
            prefix + "api_key",
            "a key does not belong in this file; name a file with api_key_file, or a variable with api_key_env")
    }

    private func variable(_ name: String) -> APIKey? { source.environment[name].flatMap(APIKey.init) }

    /// Where the service manager has put aside what is for this process alone; nil where it has not.
    private var credentials: String? { source.environment["CREDENTIALS_DIRECTORY"].flatMap { $0.isEmpty ? nil : $0 } }

    private func credential(isInUnit: Bool) throws -> (key: APIKey, place: String)? {
        let named = try source.setting(prefix + "api_key_credential")
        guard let credentials else {
            // Where the credentials of the units come from: whoever may read them finds the key there too.
            let originals = [Self.keyFolder, Locations.userKeyFolder(source.environment)].map { $0 + "/" + name }
            if named == nil || named?.text == Self.credentialName(name),
                let original = originals.first(where: { access($0, R_OK) == 0 })
            {
                let setting = Setting(text: original, place: original)
                return (try key(in: SecretFile(path: original, setting: setting)), original)
            }
            guard let named, isInUnit else { return nil }
            throw named.error(
                "no service manager has given this process credentials (LoadCredential=); by hand, name the key with "
                    + "\(ConfigurationSource.environmentName(prefix + "api_key"))")
        }
        let path = credentials + "/" + (named?.text ?? Self.credentialName(name))
        guard named != nil || FileManager.default.fileExists(atPath: path) else { return nil }
        // Nobody else can read it, whatever its mode says.
        let file = SecretFile(path: path, setting: named ?? Setting(text: path, place: path), isGuarded: true)
        return (try key(in: file), path)
    }

    private func key(in file: SecretFile) throws -> APIKey {
        guard let key = APIKey(try file.read()) else { throw file.setting.error("\(file.path) is empty") }
        return key
    }
}
