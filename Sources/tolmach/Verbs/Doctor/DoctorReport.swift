/// Tells what was found: to a person at once, to a program all at the end.
actor DoctorReport {
    private let isJSON: Bool
    private var findings: [Finding] = []

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Adds what was found.
    ///
    /// - Parameter title: Stands above it, which is then told by what was looked at; else each line says of what it is.
    func add(_ new: [Finding], under title: String? = nil) {
        findings += new
        guard !isJSON else { return }
        if let title { Output.line("\n" + Style.bold(Output.harmless(title))) }
        for finding in new {
            for line in finding.lines(label: title == nil ? finding.subject : finding.check) { Output.line(line) }
        }
    }

    /// Ends the report.
    ///
    /// - Returns: Whether anything does not work.
    func end() throws -> Bool {
        if isJSON { try JSONText.print(findings) }
        return findings.contains { $0.level == .problem }
    }
}
