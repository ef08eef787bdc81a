import Support

/// When and how one life of the daemon ends: all of it drawn beforehand.
struct Doom: Sendable {
    /// What it is about then.
    let phase: Phase
    /// How far into that, as a share of the time that this may take.
    let share: Double
    /// How long it works before, where that is not the point.
    let work: Duration
    /// The other daemon's time, where two live at once.
    let partner: Duration?
    /// Whether the database is looked into afterwards.
    let isInspected: Bool
    /// The daemon asks its endpoint to go on by prefill, and not by “continue”.
    let isPrefill: Bool
    /// Its endpoint refuses all connections.
    let isEndpointGone: Bool

    init(in phase: Phase, _ chance: inout SeededGenerator) {
        self.phase = phase
        share = Double.random(in: 0..<1, using: &chance)
        work = chance.duration(upTo: 600)
        partner = phase == .streaming && chance.isOne(in: 6) ? chance.duration(upTo: 400) : nil
        isInspected = chance.isOne(in: 8)
        isPrefill = chance.isOne(in: 3)
        isEndpointGone = phase != .completion && chance.isOne(in: 10)
    }
}
