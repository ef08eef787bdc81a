extension StringProtocol {
    /// The text on one line and not too long: control characters become spaces, and a cut is marked with `…`.
    ///
    /// What servers send ends up in terminals and logs; an escape sequence must not act there.
    func quotable(upTo limit: Int) -> String {
        var quoted = ""
        var count = 0
        for character in self {
            guard count < limit else { return quoted + "…" }
            let harmless = character.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
            quoted.append(harmless ? character : " ")
            count += 1
        }
        return quoted
    }
}
