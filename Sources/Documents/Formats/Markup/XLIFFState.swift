/// The state of a unit of XLIFF that says that its translation is still to be done: with one it becomes `translated`, else
/// every other program, and this one at the next time, would take it for one without.
///
/// The form of that unit holds it, and the unit's place goes from the tag with the state to the end of the target.
struct XLIFFState {
    /// The bytes at the begin of the place that are the tag with the state.
    private let tagCount: Int
    /// The bytes at the end of the place that the target itself replaces; 0 where the tag is the whole target.
    private let oldCount: Int
    /// The form of the target itself.
    let form: Substring

    private static let prefix = "state="
    private static let toDo = ["initial", "new", "needs-translation", "needs-adaptation", "needs-l10n"]

    /// Reads a form; nil where no state goes with the target.
    init?(_ form: Substring) {
        guard form.hasPrefix(Self.prefix) else { return nil }
        let parts = form.dropFirst(Self.prefix.count).split(
            separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let tagCount = Int(parts[0]), let oldCount = Int(parts[1]), tagCount >= 0, oldCount >= 0
        else { return nil }
        self.tagCount = tagCount
        self.oldCount = oldCount
        self.form = parts[2]
    }

    /// A unit with the state that a tag before its place says, or that of its target; as it was where that needs no change.
    static func renewing(_ block: Block, saidIn tag: Range<Int>, _ bytes: [UInt8]) -> Block {
        guard let value = Attributes.value(of: "state", in: tag, bytes),
            toDo.contains(where: { bytes[value].elementsEqual($0.utf8) }), case .unit(var unit) = block.kind
        else { return block }
        unit.form = "\(prefix)\(tag.count);\(block.range == tag ? 0 : block.range.count);\(unit.form)"
        return Block(kind: .unit(unit), range: tag.lowerBound..<block.range.upperBound)
    }

    /// The place with the new state.
    ///
    /// - Parameter target: Gives the target that is written over these bytes.
    func place(over old: Substring, _ target: (Substring) -> String) -> String {
        var bytes = Array(old.utf8.prefix(tagCount))
        if let value = Attributes.value(of: "state", in: 0..<bytes.count, bytes) {
            bytes.replaceSubrange(value, with: "translated".utf8)
        }
        let tag = String(decoding: bytes, as: UTF8.self)
        if tag.hasSuffix("/>") { return target(Substring(tag)) }
        let between = old.utf8.dropFirst(tagCount).dropLast(oldCount)
        return tag + String(Substring(between)) + target(Substring(old.utf8.suffix(oldCount)))
    }
}
