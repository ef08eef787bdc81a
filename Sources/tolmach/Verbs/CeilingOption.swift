import ArgumentParser
import Translation

/// The option of the verbs that let a job go on.
struct CeilingOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What each of these jobs may cost from now on, in all: for one that was paused at its ceiling.",
            valueName: "amount"))
    var maxCost: Money?
}
