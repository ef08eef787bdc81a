/// One thing that a scripted answer does.
public enum Step: Sendable, Hashable {
    /// Sends the bytes in one write, and waits until the system has them.
    case send([UInt8])
    /// Does nothing for a time.
    case delay(Duration)
    /// Closes the connection properly (FIN).
    case close
    /// Resets the connection (RST), as a crash of the machine or a firewall does.
    case reset
    /// Keeps the connection open and sends nothing until the client goes away.
    case stall
    /// Sends the same bytes again and again until the client goes away.
    case repeatForever([UInt8], every: Duration)
}
