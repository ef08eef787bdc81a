import Documents
import Engine
import ScriptedEndpoint
import Store
import Translation

/// What the demonstration proves at its end.
struct DemoVerdict {
    /// How often the text broke off.
    let interruptions: Int
    /// Of these, how often the daemon was killed.
    let kills: Int
    /// Characters of the finished translation.
    let characters: Int
    /// Characters that were there already when an answer broke off, and were not generated again.
    let kept: Int
    /// Characters that the endpoint generated a second time.
    let again: Int
    /// Whether the result is what an uninterrupted run gives; nil where that cannot be known.
    let isEqual: Bool?
    private let took: Duration

    init(segments: [Segment], attempts: [Attempt], kills: Int, took: Duration, isPseudo: Bool, document: InputDocument)
        throws
    {
        let open = segments.filter { $0.kind == .translatable }
        interruptions = attempts.count { $0.outcome != .completed }
        self.kills = kills
        self.took = took
        characters = open.reduce(0) { $0 + $1.text.count }
        kept = attempts.reduce(0) { $0 + $1.prefixCharacters }
        again = max(0, attempts.reduce(0) { $0 + $1.characters } - characters)
        if isPseudo {
            let uninterrupted = segments.map { segment in
                var whole = segment
                whole.text = DeterministicTranslator().translation(of: segment.prompt ?? segment.source)
                return whole
            }
            let (format, original) = (document.format, document.bytes)
            isEqual =
                try Document.assemble(segments, as: format, original: original)
                == Document.assemble(uninterrupted, as: format, original: original)
        } else {
            isEqual = nil
        }
    }

    var isGood: Bool { isEqual ?? true }

    var lines: [String] {
        [
            Style.bold(
                "Interrupted \(interruptions) times, \(kills) of them by kill -9 of the daemon; done after \(HumanText.duration(took))."
            ),
            "\(characters) characters; over all interruptions \(kept) were sent back and kept instead of generated again, "
                + "and \(again) came twice.",
            isEqual.map {
                $0
                    ? Style.green("The result equals the uninterrupted one, byte for byte.")
                    : Style.red("The result DIFFERS from the uninterrupted one.")
            }
                ?? "A model may word an uninterrupted run otherwise, so there is nothing to compare byte by byte; "
                + "nothing that was received has been thrown away.",
        ]
    }
}
