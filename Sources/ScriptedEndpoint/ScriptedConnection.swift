import NIOCore
import NIOPosix

/// One connection of a client: request, script, request, script, until one side closes it.
struct ScriptedConnection {
    let channel: any Channel
    /// What the client sends, until it goes away.
    let inbound: AsyncStream<ByteBuffer>
    let journal: RequestJournal
    let greeting: [UInt8]
    let respond: ScriptedEndpoint.Responder

    /// Serves the connection to its end; it is closed when this returns.
    func run() async {
        journal.connectionOpened()
        channel.closeFuture.whenComplete { [journal] _ in journal.connectionClosed() }
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                // A client that leaves ends the script, wherever it is; what breaks is what this endpoint is for.
                group.addTask { [channel] in _ = try? await channel.closeFuture.get() }
                group.addTask {
                    try? await serve()
                    channel.close(promise: nil)
                }
                await group.next()
                group.cancelAll()
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func serve() async throws {
        if !greeting.isEmpty { try await send(greeting) }
        var reader = RequestReader()
        for await bytes in inbound {
            reader.feed(bytes.readableBytesView)
            while let request = try reader.next() {
                let recorded = journal.record(request)
                for step in await respond(recorded).steps {
                    guard try await perform(step) else { return }
                    journal.tookStep(of: recorded.number)
                }
            }
        }
    }

    /// Does one step; returns whether the connection lives on.
    private func perform(_ step: Step) async throws -> Bool {
        switch step {
        case .send(let bytes):
            try await send(bytes)
        case .delay(let duration):
            try await Task.sleep(for: duration)  // The script wants it.
        case .stall:
            try await ContinuousClock().sleep(until: .now.advanced(by: .seconds(86_400 * 365)))
        case .repeatForever(let bytes, let pause):
            while true {
                try await send(bytes)
                try await Task.sleep(for: pause)  // The script wants it.
            }
        case .close:
            try await channel.close()
            return false
        case .reset:
            try await reset()
            return false
        }
        return true
    }

    /// Writes and waits until the system has the bytes, so that a reset cannot overtake them.
    private func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Closes with a linger time of zero, for which TCP sends RST instead of FIN.
    private func reset() async throws {
        if let socket = channel as? any SocketOptionProvider {
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close()
    }
}
