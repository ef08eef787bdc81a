/// How much must come again before it passes for a repetition.
///
/// A repetition taken for new text leaves a duplicate; new text taken for a repetition is lost, which is worse. So the
/// measures are such that chance does not reach them.
enum Evidence {
    /// Text that comes again, though the continuation did not go on with the word that was known: 4 code points and
    /// 6 bytes, so that “The” and “end” do not become “Thend”.
    static func informed(_ part: ArraySlice<Unicode.Scalar>, isAll: Bool) -> Bool {
        part.count >= 4 && part.reduce(0) { $0 + UTF8.width($1) } >= 6
    }

    /// Text that comes again, and nothing else tells that it should not: “bye bye” is no mistake.
    ///
    /// 16 letters are three to four words; people hardly ever say that much twice in a row word for word. All of the
    /// text is said again more often than a part of it is (of 27 tries 7 to 17), so two words do.
    static func uninformed(_ part: ArraySlice<Unicode.Scalar>, isAll: Bool) -> Bool {
        part.reduce(0) { $0 + $1.weight } >= (isAll ? 12 : long)
    }

    /// So many letters that begin as the text did are no chance.
    static let long = 16

    /// What a restart in partly other words must share with the text, in letters: one sentence (75 to 100).
    ///
    /// Less could be the next of several sentences that begin alike, as in a manual: those must not be lost.
    static let parting = 80
    /// The same where the continuation did not go on with the word that was known.
    static let partingInformed = 32
}
