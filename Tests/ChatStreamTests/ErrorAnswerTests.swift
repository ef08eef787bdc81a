import ChatStream
import ScriptedEndpoint
import Support
import Testing

@Suite("An endpoint that refuses", .light, .timeLimit(.minutes(40)))
struct ErrorAnswerTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        var answer: Answer
        var kind: ChatError.Kind
        var message: String
        var isTransient: Bool
        var testDescription: String { "\(kind): \(message)" }

        init(_ status: Int, _ body: String, _ kind: ChatError.Kind, _ message: String, transient: Bool = false) {
            answer = .error(status: status, body: body)
            self.kind = kind
            self.message = message
            isTransient = transient
        }
    }

    static let refusals = [
        Refusal(
            401, #"{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}"#, .unauthorized,
            "Invalid API Key"),
        Refusal(403, #"{"message":"forbidden"}"#, .unauthorized, "forbidden"),
        Refusal(402, #"{"error":{"message":"no credits","code":402}}"#, .paymentRequired, "no credits"),
        Refusal(
            429, #"{"error":{"message":"check your plan","type":"insufficient_quota","code":"insufficient_quota"}}"#,
            .paymentRequired, "check your plan"),
        Refusal(404, #"{"detail":"Not Found"}"#, .notFound, "Not Found"),
        Refusal(404, "", .notFound, "Not Found"),
        Refusal(
            400,
            #"{"error":{"code":400,"message":"request (6031 tokens) exceeds","type":"exceed_context_size_error"}}"#,
            .contextLength, "request (6031 tokens) exceeds"),
        Refusal(400, #"{"error":{"code":"context_length_exceeded","message":"too long"}}"#, .contextLength, "too long"),
        Refusal(
            400, #"{"error":{"message":"no temperature","param":"temperature","type":"invalid_request_error"}}"#,
            .rejected, "no temperature"),
        Refusal(
            422, #"{"detail":[{"loc":["body"],"msg":"field required","input":"Secret harbour"}]}"#, .rejected,
            "field required"),
        Refusal(408, "{}", .serverError, "{}", transient: true),
        Refusal(500, #"{"error":"boom"}"#, .serverError, "boom", transient: true),
        Refusal(
            502, "<html>\u{1B}[31mBad\nGateway</html>", .serverError, "<html> [31mBad Gateway</html>", transient: true),
        Refusal(
            503, #"{"error":{"message":"Loading model","type":"unavailable_error","code":503}}"#, .overloaded,
            "Loading model", transient: true),
        Refusal(529, #"{"error":{"message":"busy"}}"#, .overloaded, "busy", transient: true),
        Refusal(
            429, #"{"error":{"message":"slow down","code":"rate_limit_exceeded"}}"#, .rateLimited, "slow down",
            transient: true),
    ]

    @Test("A status and a body become a kind and the endpoint's own words", arguments: refusals)
    func classified(refusal: Refusal) async throws {
        try await withEndpoint(answer: refusal.answer) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.kind == refusal.kind)
            // NIO knows the phrase of a status better than the endpoint that sent “Scripted”.
            #expect(error.message == refusal.message || error.message == "Scripted")
            #expect(error.isTransient == refusal.isTransient)
            #expect(!error.description.contains("Secret harbour"))
        }
    }

    @Test("Code, type and parameter are kept, whatever they came as")
    func details() async throws {
        let body = #"{"error":{"message":"m","type":"t","param":"temperature","code":400}}"#
        try await withEndpoint(answer: .error(status: 400, body: body)) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.cause == EndpointError(code: "400", type: "t", param: "temperature", message: "m"))
            #expect(error.httpStatus == 400)
        }
    }

    @Test(
        "An endpoint says how long it wants to be left alone",
        arguments: [
            ([("Retry-After", "7")], Duration.seconds(7)),
            ([("Retry-After", "1.5")], .milliseconds(1500)),
            ([("Retry-After", "-3")], .zero),
            ([("Retry-After", "99999999")], .seconds(86_400)),
            ([("retry-after-ms", "250"), ("Retry-After", "7")], .milliseconds(250)),
            (
                [("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT")],
                .seconds(60)
            ),
            ([("Date", "Sunday, 06-Nov-94 08:49:37 GMT"), ("Retry-After", "Sun Nov  6 08:49:40 1994")], .seconds(3)),
            ([("Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT")], .zero),
            ([("x-ratelimit-reset-requests", "20ms"), ("x-ratelimit-reset-tokens", "6m0s")], .seconds(360)),
            ([("x-ratelimit-reset-requests", "1h1m1.5s")], .milliseconds(3_661_500)),
            ([("Retry-After", "soon")], nil),
        ] as [([(String, String)], Duration?)])
    func retryAfter(headers: [(String, String)], expected: Duration?) async throws {
        let answer = Answer.error(status: 429, headers: headers.map { (name: $0.0, value: $0.1) }, body: "{}")
        try await withEndpoint(answer: answer) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.kind == .rateLimited)
            #expect(error.retryAfter == expected)
        }
    }

    @Test("Payment required with a time to come back is a matter of waiting")
    func paymentLater() async throws {
        let answer = Answer.error(status: 402, headers: [("Retry-After", "5")], body: "{}")
        try await withEndpoint(answer: answer) { exchanging in
            #expect(await exchanging.ask().chatError?.isTransient == true)
        }
    }

    @Test("A key never stands in an error, even when the endpoint quotes it")
    func keyIsRedacted() async throws {
        let answer = Answer.error(status: 401, body: #"{"error":{"message":"Incorrect key sk-private given"}}"#)
        try await withEndpoint(apiKey: "sk-private", respond: { _ in answer }) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.message == "Incorrect key <REDACTED> given")
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!dumped.contains("sk-private"))
        }
    }

    @Test("Nor does the part of it that a cut has left", arguments: [4, 20, 39])
    func partOfKey(count: Int) async throws {
        let key = "sk-proj-" + String(repeating: "abcdefgh", count: 4)
        let message = String(repeating: "x", count: EndpointError.longestMessage - count) + key
        let answer = Answer.error(status: 401, body: #"{"error":{"message":"\#(message)"}}"#)
        try await withEndpoint(apiKey: key, respond: { _ in answer }) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.message.hasSuffix("x<REDACTED>…"), "\(error.message.suffix(60))")
            #expect(error.cause?.message.contains("sk-p") == false)
        }
    }

    @Test("A key that cannot stand in a header is refused without being quoted")
    func illegalKey() throws {
        let error = #expect(throws: ChatEndpoint.Invalid.self) {
            try ChatEndpoint(name: "test", baseURL: "http://127.0.0.1:1/v1", apiKey: APIKey("sk\r\nprivate"))
        }
        #expect(error?.description.contains("line break") == true)
        #expect(error?.description.contains("private") == false)
    }

    @Test("A redirect is not followed, and the error names where it leads")
    func redirect() async throws {
        let answer = Answer.error(
            status: 308, headers: [("Location", "https://elsewhere.example/v1?token=x")], body: "")
        try await withEndpoint(apiKey: "sk-private", respond: { _ in answer }) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.kind == .rejected)
            #expect(error.message.contains("elsewhere.example"))
            #expect(error.message.contains("base_url"))
            #expect(exchanging.endpoint.requests.count == 1)
        }
    }

    @Test("HTML with status 200 is no event stream, and is quoted harmlessly")
    func html() async throws {
        let page = "<!DOCTYPE html>\n<title>Log in\u{7}</title>" + String(repeating: "x", count: 10_000)
        try await withEndpoint(answer: .whole(contentType: "text/html", body: page)) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.kind == .notAnEventStream)
            #expect(error.message.contains("<!DOCTYPE html> <title>Log in </title>"))
            #expect(error.message.count < 300)
        }
    }

    @Test("A JSON error with status 200 is an error")
    func errorWithStatus200() async throws {
        let answer = Answer.whole(contentType: "application/json", body: #"{"error":{"code":429,"message":"slow"}}"#)
        try await withEndpoint(answer: answer) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.kind == .rateLimited)
            #expect(error.message == "slow")
        }
    }

    @Test("An extra that is no JSON object is refused before anything is sent, and not quoted")
    func extra() async throws {
        try await withEndpoint(answer: .events(["a"])) { exchanging in
            var request = Exchanging.request
            request.extra = "[\"private\"]"
            let error = try #require(await exchanging.ask(request).chatError)
            #expect(error.kind == .invalidRequest)
            #expect(!error.description.contains("private"))
            #expect(exchanging.endpoint.requests.isEmpty)
        }
    }
}
