import Support
import Testing
import Translation

@testable import tolmach

@Suite("What follow prints", .light)
struct FollowReaderTests {
    private func segment(_ position: Int, _ text: String, _ state: SegmentState = .running) -> Segment {
        Segment(
            id: Segment.ID(position + 1), position: position, kind: .translatable, source: "Source \(position).\n",
            state: state, text: text)
    }

    @Test("of a growing text is each time what is new")
    func grows() throws {
        var reader = FollowReader()
        #expect(try reader.take([segment(0, "Uno")]) == .init(text: "Uno"))
        #expect(try reader.take([segment(0, "Uno dos")]) == .init(text: " dos"))
        #expect(try reader.take([segment(0, "Uno dos")]) == .init())
        #expect(try reader.take([segment(0, "Uno dos.", .done), segment(1, "Tres")]) == .init(text: ".\nTres"))
        #expect(reader.position == 1)
    }

    @Test(
        "of an answer that was turned down is nothing while its text is gone, and the new one from its start, once said"
    )
    func turnedDown() throws {
        var reader = FollowReader()
        #expect(try reader.take([segment(0, "I am sorry, but")]) == .init(text: "I am sorry, but"))
        #expect(try reader.take([segment(0, "", .pending)]) == .init(), "the text was given up")
        #expect(try reader.take([segment(0, "El río")]) == .init(text: "\nEl río", beginsAnew: true))
        #expect(try reader.take([segment(0, "El río es")]) == .init(text: " es"), "said once, and then it goes on")
        #expect(try reader.take([segment(0, "El río es.", .done)]) == .init(text: ".\n"))
    }

    @Test("of a second answer that begins as the first one did is only what comes after what was printed")
    func sameBeginning() throws {
        var reader = FollowReader()
        #expect(try reader.take([segment(0, "El río es azul y azul")]) == .init(text: "El río es azul y azul"))
        #expect(try reader.take([segment(0, "", .pending)]) == .init())
        #expect(try reader.take([segment(0, "El río es")]) == .init(), "it may become the same again")
        #expect(try reader.take([segment(0, "El río es azul y azul de noche")]) == .init(text: " de noche"))
    }

    @Test("of a second answer that turns another way is all of it, as soon as it does")
    func partsLater() throws {
        var reader = FollowReader()
        #expect(try reader.take([segment(0, "El río es azul y azul")]) == .init(text: "El río es azul y azul"))
        #expect(try reader.take([segment(0, "El río es")]) == .init())
        #expect(
            try reader.take([segment(0, "El río es azul y tranquilo")])
                == .init(text: "\nEl río es azul y tranquilo", beginsAnew: true))
    }

    @Test("of a second answer that is done and shorter than the first is all of it")
    func shorter() throws {
        var reader = FollowReader()
        #expect(
            try reader.take([segment(0, "El río es azul y azul y azul")]) == .init(text: "El río es azul y azul y azul")
        )
        #expect(
            try reader.take([segment(0, "El río es azul.", .done), segment(1, "Tres")])
                == .init(text: "\nEl río es azul.\nTres", beginsAnew: true))
        #expect(reader.position == 1)
    }

    @Test("of a finished segment is its rest, though its line endings became the source's")
    func lineEndings() throws {
        var reader = FollowReader()
        let source = "One.\r\nTwo.\r\n"
        func segment(_ text: String, _ state: SegmentState) -> Segment {
            Segment(id: 1, position: 0, kind: .translatable, source: source, state: state, text: text)
        }
        #expect(try reader.take([segment("Uno.\nDo", .running)]) == .init(text: "Uno.\nDo"))
        let last = try reader.take([segment("Uno.\nDos.", .done)])
        #expect(!last.beginsAnew && last.text.hasPrefix("s."), "\(last)")
    }
}
