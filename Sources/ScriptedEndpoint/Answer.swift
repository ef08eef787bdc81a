/// What the endpoint does with one request, byte by byte.
///
/// After the last step the connection is open for the next request.
public struct Answer: Sendable, Hashable {
    /// How an answer breaks off.
    public enum Ending: Sendable, Hashable, CaseIterable {
        /// The connection is closed (FIN).
        case close
        /// The connection is reset (RST).
        case reset
        /// The connection stays open, and nothing more comes.
        case stall

        var step: Step {
            switch self {
            case .close: .close
            case .reset: .reset
            case .stall: .stall
            }
        }
    }

    /// What is done, in order.
    public var steps: [Step]

    /// Creates an answer from its steps.
    public init(steps: [Step]) {
        self.steps = steps
    }

    /// All bytes that are sent, in one; what repeats forever is not among them.
    public var bytes: [UInt8] {
        steps.flatMap { step in
            if case .send(let bytes) = step { bytes } else { [UInt8]() }
        }
    }

    /// The same answer up to its n-th byte, counted from the first of the head, and then the ending.
    ///
    /// Unchanged when it has no more than n bytes.
    public func cut(afterBytes n: Int, by ending: Ending) -> Answer {
        var left = n
        var kept: [Step] = []
        for step in steps {
            guard case .send(let bytes) = step else {
                kept.append(step)
                continue
            }
            if bytes.count > left {
                if left > 0 { kept.append(.send(Array(bytes.prefix(left)))) }
                return Answer(steps: kept + [ending.step])
            }
            kept.append(step)
            left -= bytes.count
        }
        return self
    }

    /// The same answer up to the write after its n-th piece of content, and then the ending.
    ///
    /// Only answers made by ``events(_:finish:model:usage:done:pace:)`` have such pieces; unchanged when there are fewer.
    public func cut(afterChunks n: Int, by ending: Ending) -> Answer {
        var seen = 0
        var kept: [Step] = []
        for step in steps {
            if case .send(let bytes) = step {
                if seen == n, !kept.isEmpty, !StreamedAnswer.isOpening(bytes) {
                    return Answer(steps: kept + [ending.step])
                }
                if StreamedAnswer.isContent(bytes) { seen += 1 }
            }
            kept.append(step)
        }
        return self
    }

    /// The same bytes in writes of n bytes each; pauses between writes stay where they were.
    public func split(every n: Int) -> Answer {
        Answer(
            steps: steps.flatMap { step -> [Step] in
                guard case .send(let bytes) = step else { return [step] }
                return stride(from: 0, to: bytes.count, by: max(1, n)).map { start in
                    .send(Array(bytes[start..<min(start + max(1, n), bytes.count)]))
                }
            }
        )
    }
}
