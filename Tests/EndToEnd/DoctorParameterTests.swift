import Support
import Testing

/// What is said of parameters that an endpoint refuses, or takes without heeding them.
@Suite("doctor finds parameters that are refused", .light)
struct DoctorParameterTests {
    @Test("A temperature that is refused is to be left out; everything else is still examined")
    func temperature() async throws {
        let found = try await Examined.run(CountingServer(refuses: ["temperature"]))
        #expect(found.level("temperature") == "advice" && found.words("temperature").contains("400"), "\(found)")
        #expect(found.assignments("temperature") == ["TOLMACH_TEMPERATURE=omit"], "\(found)")
        #expect(found.level("resume") == "advice" && found.requests.count == 4, "\(found)")
        #expect(found.requests.dropFirst().allSatisfy { $0.temperature == nil }, "it is asked without from then on")
    }

    @Test("stream_options that are refused are to be left out")
    func streamOptions() async throws {
        let found = try await Examined.run(CountingServer(refuses: ["stream_options"]))
        #expect(found.level("usage") == "advice" && found.finished.code == 0, "\(found)")
        #expect(found.assignments("usage") == ["TOLMACH_INCLUDE_USAGE=false"], "\(found)")
    }

    @Test("Three parameters refused one after the other are all found")
    func several() async throws {
        let found = try await Examined.run(
            CountingServer(refuses: ["stream_options", "temperature", "max_tokens"]), ["TOLMACH_MAX_TOKENS": "900"])
        #expect(found.assignments("temperature") == ["TOLMACH_TEMPERATURE=omit"], "\(found)")
        #expect(found.assignments("usage") == ["TOLMACH_INCLUDE_USAGE=false"], "\(found)")
        #expect(found.level("max_tokens") == "note" && found.words("max_tokens").contains("400"), "\(found)")
        #expect(found.level("limit") == "ok" && found.words("limit").contains("max_completion_tokens"), "\(found)")
    }

    @Test("max_tokens that is refused is no matter where it is not set")
    func unsetLimit() async throws {
        let found = try await Examined.run(CountingServer(refuses: ["max_tokens"]))
        #expect(found.level("max_tokens") == "note" && found.level("limit") == "ok", "\(found)")
    }

    @Test("A limit that is refused under either name is to be left out, and the rest is still examined")
    func noLimit() async throws {
        let server = CountingServer(refuses: ["max_tokens", "max_completion_tokens"])
        let unset = try await Examined.run(server)
        #expect(unset.level("max_tokens") == "note" && unset.level("limit") == nil, "\(unset)")
        #expect(unset.level("resume") == "advice", "\(unset)")
        let set = try await Examined.run(server, ["TOLMACH_MAX_TOKENS": "900"])
        #expect(set.words("max_tokens").contains("either name") && set.finished.code == 0, "\(set)")
        #expect(set.requests.last?.json?["max_tokens"] == nil, "it is asked without from then on")
    }

    @Test("Usage that is asked for and not told is worth a word")
    func noUsage() async throws {
        let found = try await Examined.run(CountingServer(reportsUsage: false))
        #expect(found.level("usage") == "advice", "\(found)")
        #expect(found.assignments("usage") == ["TOLMACH_INCLUDE_USAGE=false"], "\(found)")
        let unasked = try await Examined.run(CountingServer(), ["TOLMACH_INCLUDE_USAGE": "false"])
        #expect(unasked.level("usage") == "ok", "\(unasked)")
        #expect(unasked.requests.allSatisfy { $0.json?["stream_options"] == nil }, "\(unasked)")
    }

    @Test("A cut answer that claims to be whole is told by its tokens, where there are any")
    func claimedLimit() async throws {
        let counted = try await Examined.run(CountingServer(limit: .claimedToBeWhole))
        #expect(counted.level("limit") == "note" && counted.words("limit").contains("completion_tokens"), "\(counted)")
        let uncounted = try await Examined.run(
            CountingServer(limit: .claimedToBeWhole, reportsUsage: false), ["TOLMACH_MAX_TOKENS": "900"])
        #expect(uncounted.level("limit") == "warning", "\(uncounted)")
        let ignored = try await Examined.run(CountingServer(limit: .ignored))
        #expect(ignored.level("limit") == "note" && ignored.words("limit").contains("ignored"), "\(ignored)")
    }
}
