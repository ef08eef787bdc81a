import ArgumentParser
import Translation

extension Money: ExpressibleByArgument {
    /// A ceiling: an amount above nothing.
    public init?(argument: String) {
        self.init(argument)
        if self == .zero { return nil }
    }
}
