import Documents
import Foundation
import Support
import Testing

@Suite("The files of this machine", .besideAnother)
struct RealFilesTests {
    private static let files: [String] = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folders = [
            "/usr/share/common-licenses": "", "/usr/share/doc": "README", package.path + "/.build/checkouts": ".md",
        ]
        return folders.flatMap { folder, part in
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            return names.filter { part.isEmpty || $0.contains(part) }.sorted().prefix(400).map { folder + "/" + $0 }
        }
    }()

    @Test("Each of them that is a text comes back byte for byte, in either format")
    func roundTrip() throws {
        for file in Self.files {
            guard let data = FileManager.default.contents(atPath: file) else { continue }
            for format in [DocumentFormat.text, .markdown] {
                let document: SourceDocument
                do {
                    document = try SourceDocument(bytes: data, format: format)
                } catch {
                    continue
                }
                #expect(
                    Assembly.assemble(document.segments.map { ($0, $0.prompt) }, format: format) == Array(data),
                    "\(file)")
                let tooLong = document.segments.contains { $0.kind == .translatable && $0.text.count > 2000 }
                #expect(!tooLong, "\(file)")
            }
        }
    }

    /// Files of a format, as packages have installed them; none was written for this test.
    private static func files(_ endings: Set<String>, below folders: [String]) -> [String] {
        let found = folders.flatMap { folder in
            var paths: [String] = []
            let walk = FileManager.default.enumerator(atPath: folder)
            while let name = walk?.nextObject() as? String {
                guard endings.contains((name as NSString).pathExtension.lowercased()) else { continue }
                let path = folder + "/" + name
                var information = stat()
                guard stat(path, &information) == 0, information.st_size < 200_000 else { continue }
                paths.append(path)
            }
            return paths.sorted()
        }
        // A spread over all that there is.
        let step = max(1, found.count / 90)
        return stride(from: 0, to: found.count, by: step).map { found[$0] }
    }

    @Test(
        "Each file of another format that is accepted comes back byte for byte",
        arguments: [
            (DocumentFormat.html, ["html", "htm", "xhtml"]), (.json, ["json"]), (.po, ["po", "pot"]),
            (.properties, ["properties"]), (.strings, ["strings"]), (.srt, ["srt"]), (.vtt, ["vtt"]),
            (.epub, ["epub"]), (.xliff, ["xlf", "xliff"]), (.yaml, ["yaml", "yml"]), (.latex, ["tex"]),
        ])
    func others(format: DocumentFormat, endings: [String]) async throws {
        var (accepted, refused, texts) = (0, 0, 0)
        for path in Self.files(Set(endings), below: ["/usr", "/opt"]) {
            await Task.yield()
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            let document: SourceDocument
            do {
                document = try SourceDocument(bytes: data, format: format)
            } catch {
                refused += 1
                continue
            }
            accepted += 1
            texts += document.segments.count { $0.kind == .translatable }
            let same = try Assembly.assemble(
                document.segments.map { ($0, $0.prompt) }, format: format, original: Array(data))
            // A catalogue's empty translation is not its source: only what has all of them comes back the same.
            if ![.po, .xliff].contains(format) { #expect(same == Array(data), "\(path)") }
            let unsound = document.segments.first {
                !$0.discrepancies(of: $0.prompt, format: format).isEmpty
            }
            #expect(unsound == nil, "\(path): \(unsound?.prompt ?? "")")
        }
        print("real files: \(format.rawValue): \(accepted) accepted, \(refused) refused, \(texts) texts to translate")
    }
}
