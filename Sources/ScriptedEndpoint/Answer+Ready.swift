extension Answer {
    /// A well-formed stream: one write for the head, one for the role, one for each text, one for each thing after that.
    ///
    /// - Parameters:
    ///   - texts: the pieces of content.
    ///   - finish: the finish reason; `nil` ends the body cleanly without one.
    ///   - model: the name of the model that answers.
    ///   - usage: the token counts to tell; `nil` tells none.
    ///   - done: whether `[DONE]` is sent.
    ///   - pace: the time before each piece of content.
    public static func events(
        _ texts: [String],
        finish: String? = "stop",
        model: String = "scripted",
        usage: (prompt: Int, completion: Int)? = nil,
        done: Bool = true,
        pace: Duration = .zero
    ) -> Answer {
        var steps: [Step] = [.send(StreamedAnswer.head), .send(StreamedAnswer.opening(model: model))]
        for text in texts {
            if pace > .zero { steps.append(.delay(pace)) }
            steps.append(.send(StreamedAnswer.content(text, model: model)))
        }
        if let finish { steps.append(.send(StreamedAnswer.finish(finish, model: model))) }
        if let usage {
            let counts = StreamedAnswer.usage(prompt: usage.prompt, completion: usage.completion, model: model)
            steps.append(.send(counts))
        }
        if done { steps.append(.send(StreamedAnswer.done)) }
        steps.append(.send(StreamedAnswer.end))
        return Answer(steps: steps)
    }

    /// An answer with a status, headers and a body of known length, in one write.
    public static func error(
        status: Int, headers: [(name: String, value: String)] = [], body: String = ""
    ) -> Answer {
        whole(status: status, headers: headers, contentType: "application/json", body: body)
    }

    /// An answer with a body of known length, in one write.
    ///
    /// - Parameter contentType: `nil` sends none.
    public static func whole(
        status: Int = 200,
        headers: [(name: String, value: String)] = [],
        contentType: String?,
        body: String
    ) -> Answer {
        var head = "HTTP/1.1 \(status) Scripted\r\nContent-Length: \(body.utf8.count)\r\n"
        if let contentType { head += "Content-Type: \(contentType)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return raw(head + "\r\n" + body)
    }

    /// A stream whose body is written byte for byte as given, one chunk of HTTP for each text, after a healthy head.
    public static func body(_ texts: [String], ending: Ending? = nil) -> Answer {
        let chunks = texts.map { Step.send(StreamedAnswer.chunk($0)) }
        return Answer(steps: [.send(StreamedAnswer.head)] + chunks + [ending?.step ?? .send(StreamedAnswer.end)])
    }

    /// The bytes as they are, head included; they must tell their length, or an ending must close the connection.
    public static func raw(_ text: String, ending: Ending? = nil) -> Answer {
        raw(Array(text.utf8), ending: ending)
    }

    /// The bytes as they are, head included; they must tell their length, or an ending must close the connection.
    public static func raw(_ bytes: [UInt8], ending: Ending? = nil) -> Answer {
        Answer(steps: [.send(bytes)] + (ending.map { [$0.step] } ?? []))
    }
}
