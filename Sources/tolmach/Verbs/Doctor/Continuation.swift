import Foundation

/// How an answer goes on from “Uno, dos, tres,”, which is half of “One, two, three, four, five, six, seven, eight.”.
enum Continuation: Sendable, Equatable {
    /// With four, or what a weak model takes for it: from where it was.
    case goesOn
    /// From one, or with a preface: a new answer.
    case beginsAnew
    /// Without any number.
    case unclear

    init(_ answer: String) {
        let folded = answer.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
        let words = folded.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        guard let place = words.firstIndex(where: { Self.numbers[$0] != nil }) else {
            self = .unclear
            return
        }
        let number = Self.numbers[words[place]] ?? 0
        self = place > 0 || number < 4 ? .beginsAnew : .goesOn
    }

    private static let numbers: [String: Int] = {
        let words = [
            ["uno", "un", "una", "one", "1"], ["dos", "two", "2"], ["tres", "three", "3"], ["cuatro", "four", "4"],
            ["cinco", "five", "5"], ["seis", "six", "6"], ["siete", "seven", "7"], ["ocho", "eight", "8"],
        ]
        return Dictionary(
            words.enumerated().flatMap { index, names in names.map { ($0, index + 1) } }, uniquingKeysWith: { $1 })
    }()
}
