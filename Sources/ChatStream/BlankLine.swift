/// Looks for the end of a head: the first line without anything in it, however lines end.
struct BlankLine {
    private enum State {
        case within
        /// Behind a line's end.
        case lineFeed
        /// Behind a line's end and a carriage return.
        case carriageReturn
    }

    private var state = State.within

    /// Goes through the next bytes; returns where the head ends, if it does.
    mutating func end(in bytes: UnsafeRawBufferPointer) -> Int? {
        for (index, byte) in bytes.enumerated() {
            switch (state, byte) {
            case (.lineFeed, 0x0A), (.carriageReturn, 0x0A):
                state = .within
                return index + 1
            case (_, 0x0A): state = .lineFeed
            case (.lineFeed, 0x0D): state = .carriageReturn
            default: state = .within
            }
        }
        return nil
    }
}
