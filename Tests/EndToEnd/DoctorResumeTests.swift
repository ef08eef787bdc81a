import Support
import Testing

/// How an endpoint is asked whether it goes on from a partial answer, and what is to be set then.
@Suite("doctor finds the way to resume", .light)
struct DoctorResumeTests {
    @Test("A prefill that is honoured is advised where continue is set, and praised where prefill is")
    func honoured() async throws {
        let advised = try await Examined.run(CountingServer())
        #expect(advised.level("resume") == "advice" && advised.finished.code == 0, "\(advised)")
        #expect(advised.assignments("resume") == ["TOLMACH_RESUME=prefill"], "\(advised)")
        #expect(advised.trials == ["prefill"], "nothing more is asked than is needed; \(advised)")
        let set = try await Examined.run(CountingServer(), ["TOLMACH_RESUME": "prefill"])
        #expect(set.level("resume") == "ok" && set.assignments("resume").isEmpty, "\(set)")
        #expect(set.requests.count == 3, "\(set)")
    }

    @Test("A prefill that is ignored is noticed, and continue is called the best there is")
    func ignored() async throws {
        let found = try await Examined.run(CountingServer(prefill: .ignored))
        #expect(found.trials == ["prefill", "prefill+fields", "prefix", "partial", "continue"], "\(found)")
        #expect(found.level("prefill") == "note" && found.words("prefill").contains("begins anew"), "\(found)")
        #expect(found.level("resume") == "ok" && found.words("resume").contains("nothing better"), "\(found)")
    }

    @Test("A prefill that is set and ignored is a warning that says to set continue")
    func ignoredAlthoughSet() async throws {
        let server = CountingServer(prefill: .ignored, followsContinue: false)
        let found = try await Examined.run(server, ["TOLMACH_RESUME": "prefill"])
        #expect(found.level("resume") == "warning" && found.words("resume").contains("ignores it"), "\(found)")
        #expect(found.words("resume").contains("begins anew"), "continue begins anew here; \(found)")
        #expect(found.assignments("resume") == ["TOLMACH_RESUME=continue"] && found.finished.code == 0, "\(found)")
    }

    @Test(
        "A prefill that is rejected is quoted, and continue is to be set",
        arguments: [
            "This model does not support assistant message prefill.", "The conversation must end with a user message.",
            "Cannot have 2 or more assistant messages at the end of the list.",
        ])
    func rejected(words: String) async throws {
        let found = try await Examined.run(CountingServer(prefill: .refused(words)), ["TOLMACH_RESUME": "prefill"])
        #expect(found.words("prefill").contains(words) && found.words("prefill").contains("400"), "\(found)")
        #expect(found.level("resume") == "warning" && found.words("resume").contains("rejects it"), "\(found)")
        #expect(found.assignments("resume") == ["TOLMACH_RESUME=continue"], "\(found)")
        #expect(found.trials == ["prefill", "prefix", "partial", "continue"], "\(found)")
    }

    @Test("vLLM's fields are found, advised by the key for them, and asked for first where they are set")
    func fields() async throws {
        let server = CountingServer(prefill: .withFields)
        let found = try await Examined.run(server)
        #expect(found.trials == ["prefill", "prefill+fields"] && found.level("resume") == "advice", "\(found)")
        let advice = ["TOLMACH_RESUME=prefill", "TOLMACH_CONTINUE_FINAL_MESSAGE=true"]
        #expect(found.assignments("resume") == advice, "\(found)")
        let half = try await Examined.run(server, ["TOLMACH_RESUME": "prefill"])
        #expect(half.level("resume") == "warning" && half.assignments("resume") == Array(advice.dropFirst()), "\(half)")
        let set = try await Examined.run(
            server, ["TOLMACH_RESUME": "prefill", "TOLMACH_CONTINUE_FINAL_MESSAGE": "true"])
        #expect(set.level("resume") == "ok" && set.trials == ["prefill+fields"], "\(set)")
        #expect(set.requests.first?.json?["continue_final_message"] == nil, "first requests go without; \(set)")
    }

    @Test("A turn that has to be marked is found", arguments: ["prefix", "partial"])
    func marked(mode: String) async throws {
        let server = CountingServer(prefill: .marked(prefix: mode == "prefix"))
        let found = try await Examined.run(server)
        #expect(
            found.trials == (mode == "prefix" ? ["prefill", "prefix"] : ["prefill", "prefix", "partial"]), "\(found)")
        #expect(found.assignments("resume") == ["TOLMACH_RESUME=\(mode)"], "\(found)")
        let set = try await Examined.run(server, ["TOLMACH_RESUME": mode])
        #expect(set.level("resume") == "ok" && set.trials == [mode], "what is set is asked first; \(set)")
    }

    @Test("Where even continue is refused, restart is to be set")
    func nothingWorks() async throws {
        let server = CountingServer(prefill: .refused("No."), followsContinue: nil)
        let found = try await Examined.run(server)
        #expect(found.level("resume") == "warning", "\(found)")
        #expect(found.assignments("resume") == ["TOLMACH_RESUME=restart"], "\(found)")
        let set = try await Examined.run(server, ["TOLMACH_RESUME": "restart"])
        #expect(set.level("resume") == "ok", "\(set)")
    }

    @Test("A model that says neither one nor four is not guessed about")
    func babble() async throws {
        let found = try await Examined.run(CountingServer(prefill: .babbled), ["TOLMACH_RESUME": "prefill"])
        #expect(found.words("prefill").contains("Lorem ipsum"), "what it said is quoted; \(found)")
        #expect(found.level("resume") == "warning" && found.words("resume").contains("could not be told"), "\(found)")
        #expect(found.trials == ["prefill"], "no other way of asking would teach it to count; \(found)")
    }
}
