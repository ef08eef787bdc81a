import Support
import Testing

@testable import ChatStream

@Suite("An endpoint's configuration", .light)
struct EndpointTests {
    @Test(
        "A base URL with or without a slash, with a path or a query, leads to the completions",
        arguments: [
            ("http://h/v1", "http://h/v1/chat/completions"),
            ("https://h:8443/v1/", "https://h:8443/v1/chat/completions"),
            ("https://h", "https://h/chat/completions"),
            ("https://h/d/x?api-version=1", "https://h/d/x/chat/completions?api-version=1"),
        ])
    func completionsURL(base: String, expected: String) throws {
        #expect(try ChatEndpoint(name: "e", baseURL: base).completionsURL.absoluteString == expected)
    }

    @Test(
        "A base URL that leads nowhere is refused without being quoted",
        arguments: ["", "h/v1", "ftp://h", "http://", "https://user:secret@h/v1"])
    func invalid(base: String) {
        let error = #expect(throws: ChatEndpoint.Invalid.self) { try ChatEndpoint(name: "e", baseURL: base) }
        #expect(error?.description.contains("secret") == false)
    }

    @Test("A key never prints")
    func key() throws {
        let key = try #require(APIKey("  sk-private\n"))
        #expect(key.secret == "sk-private")
        #expect("\(key)" == "<REDACTED>")
        #expect(String(reflecting: key) == "<REDACTED>")
        let endpoint = try ChatEndpoint(name: "e", baseURL: "http://h", apiKey: key)
        var dumped = ""
        dump(endpoint, to: &dumped)
        #expect(!dumped.contains("sk-private"))
        #expect(APIKey(" \n") == nil)
    }

    @Test("A file of certificates that cannot be read is refused when the client is made")
    func caFile() throws {
        let endpoint = try ChatEndpoint(name: "e", baseURL: "https://h", caFile: "/nonexistent.pem")
        #expect(throws: ChatEndpoint.Invalid.self) { try ChatClient(endpoint: endpoint, concurrency: 1) }
    }

    @Test("A request is JSON with sorted keys; what extra says wins, and null takes away")
    func body() throws {
        var request = ChatRequest(model: "m", messages: [ChatMessage(role: .user, content: "a/b")], temperature: 0.3)
        let start = #"{"messages":[{"content":"a/b","role":"user"}],"model":"m","stream":true,"#
        #expect(
            String(decoding: try request.body(), as: UTF8.self)
                == start + #""stream_options":{"include_usage":true},"temperature":0.3}"#)
        request.extra = #"{"temperature":1,"stream_options":null,"x":{"n":[9007199254740993,true,null]}}"#
        #expect(
            String(decoding: try request.body(), as: UTF8.self)
                == start + #""temperature":1,"x":{"n":[9007199254740993,true,null]}}"#)
        request.extra = "[]"
        #expect(throws: ChatRequest.Malformed.self) { try request.body() }
    }
}
