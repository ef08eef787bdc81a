import Support

extension SeededGenerator {
    /// One of some choices, of which there must be at least one.
    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &self)]
    }
}
