/// An amount of money, in millionths of whatever currency the configuration names.
///
/// Whole numbers, so that sums are exact. A millionth is a token at a price of one for a million.
public struct Money: Sendable, Hashable, Comparable {
    /// Millionths of the currency's unit.
    public var millionths: Int64

    /// Nothing.
    public static let zero = Money(millionths: 0)
    /// More is a slip of the keyboard.
    public static let most = Money(millionths: 1_000_000_000_000_000)

    /// Creates an amount from millionths.
    public init(millionths: Int64) { self.millionths = millionths }

    /// Reads an amount as people write it: `10`, `2.50`, `.075`; nil where it is none, is negative, has more than six
    /// decimals, or is more than ``most``.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.contains(where: { !$0.isEmpty }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
        else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.count <= 6, parts[0].count <= 12,
            let millionths = Int64(parts[0] + decimals + String(repeating: "0", count: 6 - decimals.count)),
            millionths <= Self.most.millionths
        else { return nil }
        self.millionths = millionths
    }

    /// As people read it: two decimals, and of small amounts the first two digits that are not 0: `2.50`, `0.0042`.
    public var text: String {
        var (unit, decimals): (Int64, Int) = (10_000, 2)
        while decimals < 6, millionths < unit * 10, millionths % unit != 0 {
            (unit, decimals) = (unit / 10, decimals + 1)
        }
        let rounded = (millionths + unit / 2) / unit
        let whole = 1_000_000 / unit
        let fraction = "\(rounded % whole)"
        return "\(rounded / whole)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    /// With the currency behind it, where it has a name.
    public func text(in currency: String?) -> String { currency.map { "\(text) \($0)" } ?? text }

    /// Orders amounts by their size.
    public static func < (left: Money, right: Money) -> Bool { left.millionths < right.millionths }

    /// The sum.
    public static func + (left: Money, right: Money) -> Money { Money(millionths: left.millionths + right.millionths) }
}
