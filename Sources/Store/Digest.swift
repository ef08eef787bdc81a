import Crypto
import Foundation

/// Digests of texts (FIPS 180-4).
enum Digest {
    static func sha256(_ text: String) -> Data { Data(SHA256.hash(data: Data(text.utf8))) }
}
