import Documents
import Foundation
import Testing

@Suite("The files of this machine")
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
            for format in DocumentFormat.allCases {
                let document: SourceDocument
                do {
                    document = try SourceDocument(bytes: data, format: format)
                } catch {
                    continue
                }
                #expect(Assembly.assemble(document.segments.map { ($0, $0.text) }) == Array(data), "\(file)")
                let tooLong = document.segments.contains { $0.kind == .translatable && $0.text.count > 2000 }
                #expect(!tooLong, "\(file)")
            }
        }
    }
}
