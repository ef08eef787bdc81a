/// Where an endpoint is configured, so that what is to be changed there can be named.
struct EndpointPlace: Sendable {
    /// Where its key was found; nil where it has none.
    let key: String?
    /// Whether the daemon may well have a key that whoever asks here may not read.
    let isKeyOutOfReach: Bool
    /// Where a key would have to be put.
    let placeForKey: String
    /// The variable that holds a key before all other places.
    let variableForKey: String
    private let prefix: String
    private let file: String?
    private let variables: Set<String>

    /// - Throws: ``ConfigurationError``; not where the same settings have been read before.
    init(of name: String, isFromEnvironment: Bool, in source: ConfigurationSource) throws {
        prefix = isFromEnvironment ? "" : "endpoints.\(name)."
        file = isFromEnvironment ? nil : source.file?.path
        variables = Set(source.environment.filter { !$0.value.isEmpty }.keys)
        let keySource = APIKeySource(source: source, name: name, prefix: prefix)
        key = try keySource.find(isInUnit: false)?.place
        isKeyOutOfReach = try key == nil && keySource.isOutOfReach()
        variableForKey = ConfigurationSource.environmentName(prefix + "api_key")
        placeForKey =
            isFromEnvironment
            ? "TOLMACH_API_KEY"
            : "\(APIKeySource.keyFolder)/\(name) for the machine's unit, or api_key_file or api_key_env of endpoints.\(name) in \(source.file?.path ?? "the file")"
    }

    /// What to write where, so that a key of the endpoint's section has this value.
    ///
    /// What stands in the environment has to be changed there, because it wins over the file.
    ///
    /// - Parameter value: A word, a number, or a JSON object, which is YAML as well.
    func remedy(_ key: String, _ value: String) -> Remedy {
        let name = ConfigurationSource.environmentName(prefix + key)
        let needsQuotes = value.contains { !($0.isLetter || $0.isNumber || "._-/:@".contains($0)) }
        let environment = "\(name)=" + (needsQuotes ? "'\(value.replacing("'", with: "'\\''"))'" : value)
        let yaml = "\(key): \(value)"
        let line = file.map { "\(yaml)    (\(prefix.dropLast()) in \($0))" }
        return Remedy(
            key: key, value: value, yaml: yaml, environment: environment,
            line: variables.contains(name) ? environment : line ?? environment)
    }

    /// The key as one has to write it where the endpoint is configured: `resume` or `TOLMACH_RESUME`.
    func name(of key: String) -> String {
        let name = ConfigurationSource.environmentName(prefix + key)
        return file == nil || variables.contains(name) ? name : key
    }
}
