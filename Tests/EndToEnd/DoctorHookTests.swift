import Foundation
import Support
import Testing

@Suite("doctor looks at those who are told of the ends of jobs", .besideAnother)
struct DoctorHookTests {
    private static let endpoint = ["TOLMACH_BASE_URL": "http://127.0.0.1:1/v1", "TOLMACH_MODEL": "m"]
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let webhook = "TOLMACH_ON_COMPLETE_WEBHOOK"

    @Test("A secret that serve does not start with is a problem, in the same words; mended, it is none")
    func secrets() async throws {
        try await withSandbox(Self.endpoint) { sandbox in
            let open = try sandbox.file("open", Self.secret)
            chmod(open, 0o644)
            let short = try sandbox.file("short", "abc")
            chmod(short, 0o600)
            let cases: [(name: String?, value: String, words: String)] = [
                ("FILE", open, "chmod o-r \(open)"), ("FILE", short, "too short"),
                ("FILE", sandbox.folder + "/gone", "no such file"),
                ("ENV", "NOBODY_HAS_SET_THIS", "NOBODY_HAS_SET_THIS is not set"), (nil, "", "webhook_secret_file"),
            ]
            for (name, value, words) in cases {
                var environment: [String: String?] = [Self.webhook: "https://example.com/x"]
                if let name { environment["\(Self.webhook)_SECRET_\(name)"] = value }
                let refused = try await sandbox.run("serve", environment: environment)
                #expect(refused.code == 5 && refused.errors.contains(words), "\(refused)")
                let found = try await sandbox.run("doctor", "--offline", environment: environment)
                #expect(found.code == 1 && found.text.contains("✗ configuration: "), "\(found)")
                #expect(found.text.contains(words) && found.text.contains("does not start"), "\(found)")
                #expect(!found.text.contains("MfKQ9"), "nobody is shown the secret")
            }
            chmod(open, 0o600)
            let mended = try await sandbox.run(
                "doctor", "--offline",
                environment: [Self.webhook: "https://example.com/x", Self.webhook + "_SECRET_FILE": open])
            #expect(mended.code == 0 && !mended.text.contains("ON_COMPLETE"), "\(mended)")
        }
    }

    @Test("A program that is not there or cannot be run is a problem before the first job ends")
    func programs() async throws {
        try await withSandbox(Self.endpoint) { sandbox in
            let hook = try sandbox.file("hook", "#!/bin/sh\n")
            chmod(hook, 0o644)
            let cases = [
                (sandbox.folder + "/gone", "there is no program \(sandbox.folder)/gone"),
                (hook + "/gone", "there is no program \(hook)/gone"), (hook, "chmod +x \(hook)"),
                (sandbox.folder, "\(sandbox.folder) is no program"),
            ]
            for (program, words) in cases {
                let found = try await sandbox.run(
                    "doctor", "--offline", environment: ["TOLMACH_ON_COMPLETE_COMMAND": program])
                #expect(found.code == 1 && found.text.contains(words), "\(found)")
                #expect(found.text.contains("TOLMACH_ON_COMPLETE_COMMAND: "), "it says where that stands; \(found)")
            }
            chmod(hook, 0o755)
            let mended = try await sandbox.run(
                "doctor", "--offline", environment: ["TOLMACH_ON_COMPLETE_COMMAND": hook + ",one word"])
            #expect(mended.code == 0 && !mended.text.contains("ON_COMPLETE"), "\(mended)")
        }
    }
}
