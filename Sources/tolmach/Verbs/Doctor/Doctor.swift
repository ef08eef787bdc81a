import ArgumentParser
import Foundation

/// `tolmach doctor`: is everything in order, and what to do where it is not.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, database, permissions, clock, daemon, unit and endpoints, and say what to do.",
        discussion: """
            Each endpoint that answers is asked for a few short texts, \(Examination.requests.lowerBound) at least and \
            \(Examination.requests.upperBound) at most: whether it streams, reports usage, tells a cut answer, and goes \
            on from a partial one. That costs some hundred tokens; --offline asks nothing.

            Exit code 1 only where something does not work (✗). What works, but loses text or money (!), or could be \
            had better (+), is told with what to set. A model that is being loaded is waited for, a minute at most.
            """)

    @Option(help: ArgumentHelp("How long an endpoint has for an answer; 60s unless told.", valueName: "duration"))
    var timeout: DurationText?

    @Flag(help: "Ask the endpoints nothing.")
    var offline = false

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let (settings, key) = try settings()
        let report = DoctorReport(isJSON: output.json)
        await report.add(ConfigurationCheck(settings: settings).findings() + (key.map { [$0] } ?? []))
        await report.add(await DatabaseCheck(settings: settings).findings())
        if settings.database.hasPrefix(Locations.systemFolder + "/"), let unit = UnitCheck.ask() {
            await report.add(unit.findings())
        }
        if !offline, key == nil {
            let history = EndpointHistory(database: settings.database, durability: settings.durability)
            await examine(try checks(settings), history, report)
        }
        if try await report.end() { throw ExitCode(Exit.failure.rawValue) }
    }

    /// The settings with the keys, or without them and what is wrong with one: that is no reason to look at nothing else.
    private func settings() throws -> (Settings, Finding?) {
        do {
            return (try global.settings(.withKeysInReach), nil)
        } catch let error as ConfigurationError {
            let settings = try global.settings()
            return (
                settings,
                Finding(
                    .problem, "configuration", check: "keys", "\(error)",
                    hint: "Mend it; until then no endpoint can be asked.")
            )
        }
    }

    private func checks(_ settings: Settings) throws -> [EndpointCheck] {
        let first = try settings.source.setting("base_url")
        // What somebody waits who has just asked; a model may have to be loaded meanwhile.
        let patience = timeout?.duration ?? .seconds(60)
        return try settings.endpoints.enumerated().map { index, endpoint in
            let place = try EndpointPlace(
                of: endpoint.name, isFromEnvironment: index == 0 && first != nil, in: settings.source)
            return EndpointCheck(settings: endpoint, place: place, patience: patience)
        }
    }

    /// Examines all endpoints at once, and tells what was found in their own order.
    private func examine(_ checks: [EndpointCheck], _ history: EndpointHistory, _ report: DoctorReport) async {
        guard !checks.isEmpty else { return }
        let requests = Examination.requests
        Output.error(
            "Asking \(HumanText.count(checks.count, "endpoint")) for \(requests.lowerBound) to \(requests.upperBound) "
                + "short answers each; that costs some hundred tokens.")
        let progress = ProgressLine()
        await withTaskGroup(of: (Int, [Finding]).self) { group in
            for (index, check) in checks.enumerated() {
                group.addTask {
                    let findings = await check.run(telling: progress.show)
                    let answersNow = !findings.contains { $0.level == .problem }
                    return (index, findings + (await history.findings(of: check.settings.name, answersNow: answersNow)))
                }
            }
            var waiting: [Int: [Finding]] = [:]
            var next = 0
            for await (index, findings) in group {
                waiting[index] = findings
                while let ready = waiting.removeValue(forKey: next) {
                    progress.clear()
                    await report.add(ready, under: checks[next].title)
                    next += 1
                }
            }
        }
    }
}

extension EndpointCheck {
    /// What a person reads above its findings.
    fileprivate var title: String {
        "endpoint \(settings.name): \(settings.endpoint.baseURL), model \(settings.model)"
    }
}
