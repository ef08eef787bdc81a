import Foundation
import SwiftCSV
import Translation

/// A glossary as people keep it: CSV with the columns source term, target term and perhaps a note (RFC 4180).
enum GlossaryFile {
    static func read(_ path: String) throws -> Glossary {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandFailure(
                exit: .failure, message: "the glossary \(path) cannot be read",
                hint: "It must be a CSV file in UTF-8: source,target[,note].")
        }
        // The library takes the first line for names; ours has none, unless it says so.
        let rows: [[String]]
        do {
            rows = try EnumeratedCSV(string: "source,target,note\n" + text, loadColumns: false).rows
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
}
