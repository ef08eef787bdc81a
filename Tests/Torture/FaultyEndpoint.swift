import ScriptedEndpoint
import Support
import Synchronization

/// An endpoint that translates always alike, and fails in every way that endpoints do.
final class FaultyEndpoint: Sendable {
    fileprivate struct State {
        var chance: SeededGenerator
        var isKind = false
        /// Until then every connection is reset.
        var outage = ContinuousClock.now
        /// What each step of each answer sends, in characters of the translation.
        var characters: [Int: [Int]] = [:]
        /// When answers will have said their last word.
        var endings: [ContinuousClock.Instant] = []
        var figures = Figures()
    }

    /// What was asked and answered.
    struct Figures: Sendable {
        var requests = 0
        var faults: [EndpointFault: Int] = [:]
        var outages = 0
        /// Characters of translation that were sent.
        var generated = 0
    }

    private let script: Script
    private let server: ScriptedEndpoint

    private init(script: Script, server: ScriptedEndpoint) { (self.script, self.server) = (script, server) }

    static func start(seed: UInt64, findings: Findings) async throws -> FaultyEndpoint {
        let script = Script(seed: seed, findings: findings)
        return FaultyEndpoint(
            script: script, server: try await ScriptedEndpoint.start { script.answer($0) })
    }

    var baseURL: String { server.baseURL }

    func stop() async throws { try await server.stop() }

    /// Answers well and at once from now on.
    func becomeKind() { script.state.withLock { $0.isKind = true } }

    /// Resets every connection for a time.
    func resetAll(for time: Duration) {
        script.state.withLock { state in
            state.outage = .now + time
            state.figures.outages += 1
        }
    }

    var figures: Figures {
        var (figures, characters) = script.state.withLock { ($0.figures, $0.characters) }
        for (number, steps) in server.stepsTaken.enumerated() {
            figures.generated += (characters[number] ?? []).prefix(steps).reduce(0, +)
        }
        return figures
    }

    /// When the next answer that is under way will have said its last word, if all goes well.
    var nextEnding: ContinuousClock.Instant? {
        script.state.withLock { state in
            state.endings.removeAll { $0 < .now }
            return state.endings.min()
        }
    }
}

/// Decides what is answered.
private final class Script: Sendable {
    let state: Mutex<FaultyEndpoint.State>
    private let findings: Findings
    private let translator = DeterministicTranslator()

    init(seed: UInt64, findings: Findings) {
        state = Mutex(FaultyEndpoint.State(chance: SeededGenerator(seed: seed, purpose: 1)))
        self.findings = findings
    }

    func answer(_ request: RecordedRequest) -> Answer {
        let words = translator.answer(to: request)
        inspect(request)
        return state.withLock { state in
            state.figures.requests += 1
            if !state.isKind, .now < state.outage { return Answer(steps: [.reset]) }
            let fault = state.isKind ? .none : EndpointFault.draw(&state.chance)
            state.figures.faults[fault, default: 0] += 1
            // A life of the daemon is short: 2 to 16 ms a word.
            let pace = state.isKind ? Duration.zero : .milliseconds(Int.random(in: 2...16, using: &state.chance))
            let answer = fault.answer(words, pace: pace, &state.chance)
            state.characters[request.number] = Self.characters(of: answer, words)
            if fault == .none { state.endings.append(.now + pace * words.count) }
            return answer
        }
    }

    /// One assistant turn at most, and in it nothing that was never said.
    private func inspect(_ request: RecordedRequest) {
        let turns = request.messages.filter { $0.role == "assistant" }
        let source = request.messages.first { $0.role == "user" }?.content ?? ""
        if turns.count > 1 { findings.add("a request with \(turns.count) assistant turns: turns must not be stacked") }
        guard let received = turns.first?.content else { return }
        if !translator.translation(of: source).utf8.starts(with: received.utf8) {
            findings.add("a request goes on from text that nobody wrote: “\(received.suffix(60))”")
        }
    }

    /// The words stand behind the head and the role, one a write.
    private static func characters(of answer: Answer, _ words: [String]) -> [Int] {
        var sends = 0
        return answer.steps.map { step in
            guard case .send = step else { return 0 }
            sends += 1
            let word = sends - 3
            return words.indices.contains(word) ? words[word].unicodeScalars.count : 0
        }
    }
}
