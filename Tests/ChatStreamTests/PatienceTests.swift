import Support
import Testing

@testable import ChatStream

@Suite("Limits in time", .light)
struct PatienceTests {
    private func at(_ seconds: Int) -> ManualClock.Instant { ManualClock.Instant(offset: .seconds(seconds)) }

    private var patience: Patience<ManualClock.Instant> {
        Patience(limits: ChatTimeouts(firstByte: .seconds(300), idle: .seconds(60)))
    }

    @Test("Until the body begins only the limit for the first byte counts, over all waits together")
    func firstByte() {
        var patience = patience
        patience.waitBegan(at: at(0))
        #expect(patience.due?.at == at(300))
        patience.waitEnded(at: at(100), bytes: false)
        #expect(patience.due == nil)
        patience.waitBegan(at: at(1000))
        #expect(patience.due?.at == at(1200))
        #expect(patience.due?.limit == .firstByte)
    }

    @Test("Each wait in the middle has the idle limit; waits without progress add up")
    func middle() {
        var patience = patience
        for number in 0..<6 {
            patience.waitBegan(at: at(number * 50))
            patience.waitEnded(at: at(number * 50 + 50), bytes: true)
            patience.waitBegan(at: at(number * 50 + 50))
            #expect(patience.due?.limit == (number < 5 && number * 50 + 50 + 60 <= 300 ? .idle : .progress))
            patience.waitEnded(at: at(number * 50 + 50), bytes: true)
        }
        patience.progressed()
        patience.waitBegan(at: at(400))
        #expect(patience.due?.at == at(460))
        #expect(patience.due?.limit == .idle)
    }

    @Test("The watch looks again before any limit can have been reached")
    func nextLook() {
        var patience = patience
        #expect(patience.nextLook(after: at(0)) == at(60))
        patience.waitBegan(at: at(0))
        #expect(patience.nextLook(after: at(250)) == at(300))
    }
}
