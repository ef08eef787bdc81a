import ChatStream
import Foundation

/// Finds an endpoint's key: in a variable or in a file, never in the configuration itself.
struct APIKeySource {
    let source: ConfigurationSource
    let prefix: String

    func key() throws -> APIKey? { try find()?.key }

    /// The key, and the variable or the file that it comes from; nil where there is none.
    func find() throws -> (key: APIKey, place: String)? {
        let name = ConfigurationSource.environmentName(prefix + "api_key")
        if let key = variable(name) { return (key, name) }
        if let file = source.file, file.entries[prefix + "api_key"] != nil {
            throw file.error(
                prefix + "api_key",
                "a key does not belong in this file; name a file with api_key_file, or a variable with api_key_env")
        }
        if let named = try source.setting(prefix + "api_key_env") {
            guard let key = variable(named.text) else {
                throw named.error("the variable \(named.text) is not set")
            }
            return (key, named.text)
        }
        if let path = try source.setting(prefix + "api_key_file") { return (try read(path), path.text) }
        // The name that every OpenAI client knows serves the endpoint that stands in the environment alone.
        return prefix.isEmpty ? variable("OPENAI_API_KEY").map { ($0, "OPENAI_API_KEY") } : nil
    }

    private func variable(_ name: String) -> APIKey? { source.environment[name].flatMap(APIKey.init) }

    private func read(_ path: Setting) throws -> APIKey {
        var information = stat()
        guard stat(path.text, &information) == 0 else { throw path.error("\(path.text): no such file") }
        guard information.st_mode & S_IROTH == 0 else {
            throw path.error("everybody may read \(path.text); first: chmod o-r \(path.text)")
        }
        do {
            guard let key = APIKey(try String(contentsOfFile: path.text, encoding: .utf8)) else {
                throw path.error("\(path.text) is empty")
            }
            return key
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw path.error("\(path.text) cannot be read; check its owner and permissions")
        }
    }
}
