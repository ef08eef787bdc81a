import ChatStream
import Foundation
import ScriptedEndpoint
import Support
import Testing

@Suite("TLS", .light, .timeLimit(.minutes(40)))
struct TLSTests {
    @Test("A private authority is trusted when its file is named")
    func trusted() async throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        try await withEndpoint(
            caFile: certificate.file, tls: certificate.pem, respond: { _ in .events(["a", "b"]) }
        ) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.error == nil)
            #expect(outcome.text == "ab")
        }
    }

    @Test("A certificate that nobody vouches for is refused")
    func untrusted() async throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        try await withEndpoint(tls: certificate.pem, respond: { _ in .events(["a"]) }) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.chatError?.kind == .tls)
            #expect(exchanging.endpoint.requests.isEmpty)
        }
    }

    @Test("An answer that is cut over TLS is a lost connection", arguments: [Answer.Ending.close, .reset])
    func cut(ending: Answer.Ending) async throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        let answer = Answer.events(["a", "b"]).cut(afterChunks: 1, by: ending)
        try await withEndpoint(caFile: certificate.file, tls: certificate.pem, respond: { _ in answer }) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.text == "a")
            #expect(outcome.chatError?.kind == .connectionLost)
        }
    }
}

/// A self-signed certificate for 127.0.0.1, made by `openssl` for one test.
private struct Certificate {
    let folder: URL
    let pem: (certificatePEM: String, keyPEM: String)
    var file: String { folder.appendingPathComponent("certificate.pem").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tolmach-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let certificate = folder.appendingPathComponent("certificate.pem")
        let key = folder.appendingPathComponent("key.pem")
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
            "-subj", "/CN=tolmach test", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", key.path, "-out", certificate.path,
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0, "openssl made no certificate")
        pem = (
            try String(contentsOf: certificate, encoding: .utf8), try String(contentsOf: key, encoding: .utf8)
        )
    }

    func remove() {
        do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) }
    }
}
