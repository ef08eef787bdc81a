import Documents
import Foundation
import Support
import Testing
import Yams

@Suite("YAML of this machine", .besideAnother)
struct RealYAMLTests {
    /// Files that packages have installed; none was written for this test.
    private static let files: [String] = {
        let folders = ["/usr/share", "/usr/lib", "/opt"]
        let found = folders.flatMap { folder in
            (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
                .filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
        }
        let step = max(1, found.count / 120)
        return stride(from: 0, to: found.count, by: step).map { found[$0] }
    }()

    @Test("Each file comes back byte for byte, and with other texts its other values are what they were")
    func roundTrip() async throws {
        var (accepted, refused, texts) = (0, 0, 0)
        for path in Self.files {
            await Task.yield()
            guard let data = FileManager.default.contents(atPath: path), data.count < 200_000,
                let text = String(validating: data, as: UTF8.self), let before = try? yamlValues(text)
            else { continue }
            guard let same = try? translated(text, .yaml, by: { $0 }) else {
                refused += 1
                continue
            }
            accepted += 1
            #expect(same == text, "\(path)")
            let count = try prompts(text, .yaml, oneByOne: true).count
            texts += count
            let result = try translated(text, .yaml, oneByOne: true) { "Ж: # \"" + $0 + "' #" }
            let after = try yamlValues(result)
            #expect(before.count == after.count, "\(path)")
            let changed = zip(before, after).filter { $0 != $1 }
            // An alias is the text that its anchor is.
            if !text.contains("*") { #expect(changed.count == count, "\(path)") }
            let wrong = changed.first { old, new in
                new.trimmingCharacters(in: .whitespacesAndNewlines)
                    != "Ж: # \"" + old.trimmingCharacters(in: .whitespacesAndNewlines) + "' #"
            }
            #expect(wrong == nil, "\(path)")
        }
        print("real files: yaml: \(accepted) accepted, \(refused) refused, \(texts) texts to translate")
    }
}
