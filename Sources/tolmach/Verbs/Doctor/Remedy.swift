/// A setting to be changed, as it is written in the configuration's file and in the environment.
struct Remedy: Encodable, Sendable {
    let key: String
    let value: String
    /// The line for the file.
    let yaml: String
    /// The assignment for the environment, as a shell reads it.
    let environment: String
    /// The one of the two that fits how the endpoint is configured now, and where it goes.
    let line: String

    private enum CodingKeys: CodingKey { case key, value, yaml, environment }
}
