import ScriptedEndpoint
import Support
import Testing

@Suite("What a terminal would obey", .besideAnother)
struct TerminalTests {
    /// Clears the screen, sets a title, fills the clipboard (OSC 52), the same with C1 controls, and overwrites its line.
    private static let orders = "\u{1B}[2J\u{1B}]0;evil\u{7}\u{1B}]52;c;ZXZpbA==\u{7}\u{9B}2J\u{9D}0;evil\u{9C}\u{7F}"
    /// Beside orders, marks that turn the direction of what follows, and a line of its own.
    private static let name = "a\(orders)\u{202E}txt.\u{2066}b\n7  fake  es  100 %  completed"
    private static let source = "A note about the lamp and the bread, for the keeper.\n"
    private static let translation = "Una nota\(orders) sobre la lámpara\ty el pan,\rpara \u{200F}el guarda."

    /// The first control characters that stand in the bytes, but for the line breaks that a terminal makes.
    private static func orders(in bytes: [UInt8], isTerminal: Bool = true) -> String? {
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        let found = text.unicodeScalars.filter { scalar in
            scalar.properties.generalCategory == .control && !["\n", "\t"].contains(scalar)
        }
        return found.isEmpty ? nil : found.prefix(10).map { "U+" + String($0.value, radix: 16) }.joined(separator: " ")
    }

    private static func answer(to request: RecordedRequest) -> Answer {
        request.messages.contains { $0.content.contains("refuse me") }
            ? .error(
                status: 400, body: #"{"error":{"message":"no \#(orders.escaped)\u202e","code":"\#(orders.escaped)"}}"#)
            : .events([String(translation.prefix(20)), String(translation.dropFirst(20))], model: orders)
    }

    @Test(
        "follow, get, show, status, list, wait, add and the log pass none of it to a terminal; in a pipe a document is data"
    )
    func harmless() async throws {
        try await withSandbox(answering: Self.answer) { sandbox, _ in
            let good = try sandbox.file("good.txt", Self.source)
            let bad = try sandbox.file("bad.txt", "Please refuse me.\n")
            let daemon = try await sandbox.serving { _ in
                let added = try await sandbox.run("add", good, "--to", "es", "--name", Self.name, "--wait")
                #expect(added.code == 0, "\(added)")
                let failed = try await sandbox.run("add", bad, "--to", "es", "--name", Self.name, "--wait")
                #expect(failed.code == 1, "\(failed)")
                #expect(Self.orders(in: Array(failed.errors.utf8)) == nil, "\(failed)")
                for arguments in [
                    ["status"], ["list"], ["show", "1"], ["show", "2"], ["list", "--json"], ["show", "2", "--json"],
                ] {
                    let written = try await sandbox.running(arguments) { _ in }.finished
                    #expect(Self.orders(in: written.output) == nil, "\(written)")
                    #expect(
                        !written.text.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{2066}" }, "\(written)")
                    #expect(written.lines.allSatisfy { !$0.hasPrefix("7  fake") }, "no line of its own; \(written)")
                }
                #expect(try await sandbox.show(1)["name"]?.string == Self.name, "JSON keeps the name as it is")
            }
            #expect(Self.orders(in: Array(daemon.errors.utf8)) == nil, "\(daemon)")
            #expect(!daemon.errors.contains("\n7  fake"), "a log has no lines of a name; \(daemon)")

            // The line endings of a document are its source's.
            let document = Self.translation.replacing("\r", with: "\n") + "\n"
            #expect(try await sandbox.run("get", "1").isExactly(document), "a pipe gets the bytes")
            #expect(try await sandbox.run("follow", "1").isExactly(document), "a pipe gets the bytes")
            let file = sandbox.folder + "/out.txt"
            #expect(try await sandbox.run("get", "1", "-o", file).code == 0)
            #expect(try sandbox.text(of: file) == document, "a file gets the bytes")
            for verb in ["get", "follow", "show"] { try await expectHarmless(sandbox.onTerminal(verb, "1"), verb) }
            for verb in ["show", "wait"] { try await expectHarmless(sandbox.onTerminal(verb, "2"), verb) }
            for verb in ["status", "list"] { try await expectHarmless(sandbox.onTerminal(verb), verb) }
            try await expectHarmless(sandbox.onTerminal("show", "1", "--json"), "show --json")
            try await expectHarmless(sandbox.onTerminal("add", good, "--to", "es", "--name", Self.name), "add")
            let followed = String(decoding: try await sandbox.onTerminal("follow", "1"), as: UTF8.self)
            #expect(followed.contains("␛[2J") && followed.contains("sobre la lámpara"), "pictures: \(followed)")
        }
    }

    private func expectHarmless(_ bytes: [UInt8], _ what: String) throws {
        #expect(!bytes.isEmpty, "\(what) says something")
        #expect(Self.orders(in: bytes) == nil, "\(what): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }

    @Test("U+0000 and halves of surrogate pairs come out as U+FFFD, whether the daemon was killed after them or not")
    func replaced() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        let odd = [#"Una\u0000 nota"#, #" \ud83c sobre"#, #" la \udc00lámpara y el pan"#].map {
            #"data: {"choices":[{"index":0,"delta":{"content":"\#($0)"}}]}"# + "\n\n"
        }.joined()
        let finish = "data: {\"choices\":[{\"delta\":{\"content\":\" del guarda.\"},\"finish_reason\":\"stop\"}]}\n\n"
        let text = "Una\u{FFFD} nota \u{FFFD} sobre la \u{FFFD}lámpara y el pan"
        try await withSandbox(answering: { request in
            request.number == 0
                ? .raw(head + odd, ending: .stall)
                : .raw(head + (request.textSoFar == nil ? odd : "") + finish, ending: .close)
        }) { sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", Self.source), "--to", "es")
            let queue = try Queue(of: sandbox)
            _ = try await sandbox.serving { daemon in
                try await eventually("the text is on disk") { try await queue.characters() > 30 }
                daemon.killNow()
            }
            let partial = try await sandbox.run("get", "1", "--partial")
            #expect(text.hasPrefix(partial.text) && partial.text.contains("\u{FFFD}lámpara"), "\(partial)")
            _ = try await sandbox.serving { _ in
                try await eventually("the job ends") { try await queue.isWorkedOff() }
            }
            #expect(
                endpoint.requests.last?.textSoFar?.contains("Una\u{FFFD} nota") == true, "nothing was cut at a zero")
            let got = try await sandbox.run("get", "1")
            #expect(got.text.hasPrefix("Una\u{FFFD} nota \u{FFFD} sobre la \u{FFFD}lámpara y el"), "\(got)")
        }
    }
}

extension String {
    /// Every scalar of it as an escape of JSON.
    fileprivate var escaped: String {
        utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
