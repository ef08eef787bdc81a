extension StringProtocol {
    /// The text on one line and not too long: control characters become spaces, and a cut is marked with `…`.
    ///
    /// What servers send ends up in terminals and logs; an escape sequence must not act there, nor a mark that turns the
    /// direction of what follows.
    ///
    /// - Parameter limit: in Unicode scalars; one character of a thousand combining marks is as long as a thousand.
    func quotable(upTo limit: Int) -> String {
        var quoted = String.UnicodeScalarView()
        var count = 0
        for scalar in unicodeScalars {
            guard count < limit else { return String(quoted) + "…" }
            quoted.append(scalar.isQuotable ? scalar : " ")
            count += 1
        }
        return String(quoted)
    }
}

extension Unicode.Scalar {
    fileprivate var isQuotable: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        // The two joiners (U+200C, U+200D), which Persian and emoji are spelled with.
        case .format: value == 0x200C || value == 0x200D
        default: true
        }
    }
}
