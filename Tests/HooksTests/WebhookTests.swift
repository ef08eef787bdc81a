import Foundation
import ScriptedEndpoint
import Support
import Testing
import Translation

@testable import Hooks

@Suite("A webhook", .light, .timeLimit(.minutes(40)))
struct WebhookTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let now = Timestamp(milliseconds: 1_614_265_330_999)

    @Test("is signed as the specification's own example is")
    func signature() throws {
        let secret = try #require(WebhookSecret(Self.secret + "\n"))
        let signature = secret.signature(
            message: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect("\(secret) \(String(reflecting: secret))" == "<REDACTED> <REDACTED>")
        for wrong in ["", "short", "whsec_", "whsec_!!!!!!!!!!!!!!!!!!!!!!!!!", "whsec_c2hvcnQ="] {
            #expect(WebhookSecret(wrong) == nil, "“\(wrong)” is no secret")
        }
    }

    private func tell(_ answer: Answer) async throws -> (DeliveryOutcome, [RecordedRequest]) {
        let endpoint = try await ScriptedEndpoint.start { _ in answer }
        let webhook = Webhook(
            url: endpoint.baseURL + "/hook", secret: try #require(WebhookSecret(Self.secret)), limit: .seconds(20))
        let outcome = try await webhook.tell(.of(), now: Self.now)
        let requests = endpoint.requests
        try await endpoint.stop()
        return (outcome, requests)
    }

    @Test("sends type, time and job, with an id, a time and a signature over all of it")
    func request() async throws {
        let (outcome, requests) = try await tell(.whole(status: 204, contentType: nil, body: ""))
        #expect(outcome == .heard)
        let request = try #require(requests.first)
        #expect((request.method, request.path) == ("POST", "/v1/hook"))
        #expect(request.header("content-type") == "application/json")
        #expect(request.header("webhook-id") == "msg_1")
        #expect(request.header("webhook-timestamp") == "1614265330")
        let secret = try #require(WebhookSecret(Self.secret))
        #expect(
            request.header("webhook-signature")
                == secret.signature(message: "msg_1", timestamp: 1_614_265_330, body: request.body))
        #expect(request.json?["type"]?.string == "job.completed")
        #expect(request.json?["timestamp"]?.string == "2027-01-15T08:00:00.000Z")
        #expect(request.json?["data"]?["id"]?.number == 7)
    }

    @Test("is tried again after any trouble but 410, when the other side says; a redirect is not followed")
    func trouble() async throws {
        let moved = Answer.error(status: 302, headers: [("Location", "/v1/elsewhere")])
        let (redirected, requests) = try await tell(moved)
        #expect(redirected == .again(reason: "status 302; redirects are not followed") && requests.count == 1)
        #expect(try await tell(.error(status: 500)).0 == .again(reason: "status 500"))
        let busy = Answer.error(status: 503, headers: [("Retry-After", "120")])
        #expect(try await tell(busy).0 == .again(after: .seconds(120), reason: "status 503"))
        guard case .refused = try await tell(.error(status: 410)).0 else {
            Issue.record("410 is a no")
            return
        }
        guard case .again = try await tell(.raw("", ending: .reset)).0 else {
            Issue.record("a connection that is reset is tried again")
            return
        }
    }

    @Test("that nobody hears within its limit is tried again")
    func silence() async throws {
        let endpoint = try await ScriptedEndpoint.start { _ in .raw("", ending: .stall) }
        let webhook = Webhook(
            url: endpoint.baseURL, secret: try #require(WebhookSecret(Self.secret)), limit: .milliseconds(200))
        guard case .again = try await webhook.tell(.of(), now: Self.now) else {
            Issue.record("silence is no answer")
            return
        }
        try await endpoint.stop()
    }

    @Test("is tried for about a day, ever more seldom, and no longer")
    func schedule() {
        for (jitter, hours) in [(0.0, 19.0...21.0), (0.5, 25.0...26.0), (1.0, 30.0...31.0)] {
            let delays = (1...20).compactMap { DeliverySchedule.delay(afterTries: $0, jitter: jitter) }
            #expect(delays.count == DeliverySchedule.tries - 1)
            #expect(hours.contains(delays.reduce(.zero, +).inSeconds / 3600))
            #expect(zip(delays, delays.dropFirst()).allSatisfy { $0 <= $1 })
        }
        #expect(DeliverySchedule.delay(afterTries: 1, jitter: 0.5) == .seconds(5))
        #expect(DeliverySchedule.delay(afterTries: 1, jitter: 0.5, advice: .seconds(90)) == .seconds(90))
        #expect(DeliverySchedule.delay(afterTries: 1, jitter: 0.5, advice: .seconds(9_000_000)) == .seconds(86_400))
    }
}
