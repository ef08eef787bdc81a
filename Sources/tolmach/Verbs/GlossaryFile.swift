import Documents
import Foundation
import SwiftCSV
import Translation

/// A glossary as people keep it: CSV with the columns source term, target term and perhaps a note (RFC 4180), or TBX with
/// terms in several languages (ISO 30042).
enum GlossaryFile {
    /// Reads the terms for two languages.
    ///
    /// - Parameters:
    ///   - path: A file whose name ends in `.csv` or `.tbx`, or else one whose first bytes tell.
    ///   - source: The language of the documents; if nil, the first language of each entry.
    ///   - target: The language that they are translated into. CSV has the one pair that it was written for.
    static func read(_ path: String, source: LanguageTag?, target: LanguageTag) throws -> Glossary {
        guard try isTBX(path) else { return try readCSV(path) }
        guard let stream = InputStream(fileAtPath: path) else { throw unreadable(path) }
        do {
            return try Glossary(tbx: stream, source: source, target: target)
        } catch {
            throw CommandFailure(
                exit: .failure, message: "the glossary \(path): \(error.message)", hint: error.hint)
        }
    }

    private static func readCSV(_ path: String) throws -> Glossary {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw unreadable(path)
        }
        // The library takes the first line for names; ours has none, unless it says so.
        let rows: [[String]]
        do {
            let body = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
            rows = try EnumeratedCSV(string: "source,target,note\n" + body, loadColumns: false).rows
        } catch {
            throw CommandFailure(exit: .failure, message: "the glossary \(path) is no CSV: \(error)", hint: nil)
        }
        var terms: [Glossary.Term] = []
        for (number, row) in rows.enumerated() {
            let cells = row.map { $0.trimmingCharacters(in: .whitespaces) }
            if cells.allSatisfy(\.isEmpty) { continue }
            if number == 0, cells.first?.lowercased() == "source" { continue }
            guard cells.count >= 2, !cells[0].isEmpty, !cells[1].isEmpty else {
                throw CommandFailure(
                    exit: .failure, message: "\(path):\(number + 1): a source and a target term are wanted",
                    hint: "source,target[,note]")
            }
            terms.append(Glossary.Term(source: cells[0], target: cells[1], note: cells.count > 2 ? cells[2] : ""))
        }
        return Glossary(terms: terms)
    }

    /// Whether a file is TBX: by its name, else by whether its first letter is that of a tag, in UTF-8 or UTF-16.
    private static func isTBX(_ path: String) throws -> Bool {
        switch (path as NSString).pathExtension.lowercased() {
        case "tbx": return true
        case "csv": return false
        default: break
        }
        let head: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            head = try file.read(upToCount: 256) ?? Data()
        } catch {
            throw unreadable(path)
        }
        let passed: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0x00, 0x20, 0x09, 0x0A, 0x0D]
        return head.first { !passed.contains($0) } == UInt8(ascii: "<")
    }

    private static func unreadable(_ path: String) -> CommandFailure {
        CommandFailure(
            exit: .failure, message: "the glossary \(path) cannot be read",
            hint: "It must be a CSV file in UTF-8, source,target[,note], or TBX.")
    }
}
