/// One unit again and again at the end of a text.
struct Repetition: Sendable, Equatable {
    /// How many times.
    let count: Int
    /// How many characters (Unicode scalars) all of it has.
    let length: Int
    /// Whether the unit has a letter.
    let hasLetter: Bool
    /// Whether the unit has a digit, which may be another each time.
    let hasDigit: Bool
}

extension Repetition {
    /// How much repetition a translation may have, given its source.
    struct Limit: Sendable, Equatable {
        private let sourceLength: Int
        private let ofWords: Most
        private let ofSigns: Most

        /// The most that one text has.
        private struct Most: Sendable, Equatable {
            var count = 0
            var length = 0

            mutating func take(_ repetition: Repetition) {
                count = max(count, repetition.count)
                length = max(length, repetition.length)
            }

            /// Whether a repetition in a translation may come from here.
            ///
            /// Twice as many times, since a unit may be split (“—·—·” → “————”), and 12 times as long, since a word of one
            /// character in Chinese may have 12 elsewhere.
            func excuses(_ repetition: Repetition) -> Bool {
                repetition.count <= 2 * count && repetition.length <= 12 * length
            }
        }

        /// Measures a source.
        init(source: String) {
            var source = source
            var (ofWords, ofSigns) = (Most(), Most())
            sourceLength = source.withUTF8 { bytes in
                var length = 0
                var recent = RecentEights()
                var nextLook = Self.firstLook
                for (offset, byte) in bytes.enumerated() {
                    if byte & 0xC0 != 0x80 { length += 1 }
                    let run = recent.append(byte)
                    if run == 0 { nextLook = Self.firstLook }
                    guard run >= nextLook else { continue }
                    nextLook = run + max(4, run / 10)
                    for repetition in RecentBytes(endOf: bytes[...offset], oldRun: run).repetitions() {
                        if repetition.hasLetter { ofWords.take(repetition) } else { ofSigns.take(repetition) }
                    }
                }
                return length
            }
            (self.ofWords, self.ofSigns) = (ofWords, ofSigns)
        }

        /// How many old bytes in a row are worth a look in a source: a word of four letters, for the third time.
        private static let firstLook = 4

        /// Whether a repetition is more than a translation of the source can have.
        ///
        /// At least 4 times and 200 characters: nobody writes that unless the source does. 1000 characters for a unit
        /// without letters, since rules, leaders and the padding of tables are drawn as long as a page is wide. With digits,
        /// as long as the source and 400 characters at least: twenty headings “Chapter Four”, spelled out, may become
        /// twenty times “4.”, but not make up all of a translation.
        func isExceeded(by repetition: Repetition) -> Bool {
            var least = repetition.hasLetter ? 200 : 1000
            if repetition.hasDigit { least = max(least, 400, sourceLength) }
            guard repetition.count >= 4, repetition.length >= least else { return false }
            return !ofWords.excuses(repetition) && (repetition.hasLetter || !ofSigns.excuses(repetition))
        }
    }
}
