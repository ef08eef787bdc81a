import AsyncHTTPClient
import NIOCore
import NIOSSL

extension HTTPClient.Configuration {
    /// For long answers of one endpoint: no limit on the whole, no redirects, failures told at once.
    ///
    /// - Throws: ``ChatEndpoint/Invalid`` when the file of trusted certificates cannot be read.
    static func streaming(_ endpoint: ChatEndpoint, concurrency: Int) throws -> Self {
        var configuration = HTTPClient.Configuration()
        // A redirect could take the key to another host.
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: TimeAmount(endpoint.timeouts.connect), read: nil)
        configuration.decompression = .disabled
        // The pool's own default would hold back the ninth stream.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = concurrency
        // The one who asks decides about trying again; the pool would hide a refused connection until a deadline.
        configuration.connectionPool.retryConnectionEstablishment = false
        // llama.cpp closes after 5 s (`Keep-Alive: timeout=5`); a request must not meet a connection that is closing.
        configuration.connectionPool.idleTimeout = .seconds(4)
        configuration.http1_1ConnectionDebugInitializer = BodyTap.add
        if let file = endpoint.caFile {
            var tls = TLSConfiguration.makeClientConfiguration()
            do {
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
            } catch {
                throw ChatEndpoint.Invalid(
                    name: endpoint.name,
                    reason: "the certificates of ca_file cannot be read: \(file)"
                )
            }
            configuration.tlsConfiguration = tls
        }
        return configuration
    }
}
