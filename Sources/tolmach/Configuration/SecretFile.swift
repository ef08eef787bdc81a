import Foundation

/// A file that holds a secret, and that not everybody may read.
struct SecretFile {
    let path: String
    /// Where its name stands.
    let setting: Setting
    /// Whether nobody else can come to it, whatever its mode.
    var isGuarded = false

    /// Its text.
    ///
    /// - Throws: ``ConfigurationError``, without a word of it.
    func read() throws -> String {
        var information = stat()
        guard stat(path, &information) == 0 else { throw setting.error("\(path): no such file") }
        guard isGuarded || information.st_mode & S_IROTH == 0 else {
            throw setting.error("everybody may read \(path); first: chmod o-r \(path)")
        }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw setting.error("\(path) cannot be read; check its owner and permissions")
        }
    }
}
