/// A term of an entry in TBX.
struct TBXTerm {
    /// How a term stands to the others of its concept (`administrativeStatus` of TBX-Basic, and what else files write).
    enum Standing {
        case preferred, admitted, deprecated

        init(_ value: String) {
            switch value {
            case "preferredTerm-admn-sts", "preferredTerm", "preferred", "standardizedTerm": self = .preferred
            case "deprecatedTerm-admn-sts", "deprecatedTerm", "deprecated", "supersededTerm-admn-sts", "supersededTerm":
                self = .deprecated
            default: self = .admitted
            }
        }
    }

    var text = ""
    var note = ""
    var standing = Standing.admitted

    /// The term that is to be used: the preferred one, else the first that is not deprecated.
    static func best(of terms: [TBXTerm]) -> TBXTerm? {
        let usable = terms.filter { !$0.text.isEmpty && $0.standing != .deprecated }
        return usable.first { $0.standing == .preferred } ?? usable.first
    }
}
