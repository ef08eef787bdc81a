import Crypto
public import Foundation

/// Digests of texts and files (FIPS 180-4).
public enum Digest {
    /// The SHA-256 of bytes.
    public static func sha256(_ bytes: some DataProtocol) -> Data { Data(SHA256.hash(data: bytes)) }

    static func sha256(_ text: String) -> Data { sha256(Data(text.utf8)) }

    /// The SHA-256 of a file, read piece by piece; nil of what cannot be read, or is no regular file.
    public static func sha256(ofFile path: String) -> Data? {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            let file = FileHandle(forReadingAtPath: path)
        else { return nil }
        defer { try? file.close() }  // read only: nothing can be lost
        var hash = SHA256()
        do {
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        } catch {
            return nil
        }
        return Data(hash.finalize())
    }
}
