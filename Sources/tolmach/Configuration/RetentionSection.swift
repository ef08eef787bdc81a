import Store
import Translation

/// How long ended jobs are kept: `retention: 90d`, or a section with a term for each state.
enum RetentionSection {
    static let key = "retention"

    /// One term is for what `tolmach prune` removes where no state is named; one for a state goes before it.
    ///
    /// - Throws: ``ConfigurationError``.
    static func read(_ source: ConfigurationSource) throws -> Retention {
        var terms: [JobStateName: Duration] = [:]
        let isSection = source.file?.entries[key]?.node.mapping != nil
        let variable = source.environment[ConfigurationSource.environmentName(key)] ?? ""
        if !isSection || !variable.isEmpty, let term = try source.setting(key)?.age() {
            for state in Retention.usualStates { terms[state] = term }
        }
        for state in JobStateName.allCases where state.isFinal {
            if let term = try source.setting("\(key).\(state.rawValue)")?.age() { terms[state] = term }
        }
        return Retention(terms)
    }
}
