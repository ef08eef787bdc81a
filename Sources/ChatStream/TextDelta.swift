/// The fast path for the event that streams consist of: one choice, one piece of content, nothing else of note.
///
/// A general JSON decoder takes 18 µs for such a chunk, this one about 1 µs, and a busy daemon reads fifty thousand a
/// second. It only answers when it is certain to say what the general decoder would say, and gives up on everything else:
/// errors, usage, finish reasons, reasoning, escaped or repeated keys, invalid JSON.
struct TextDelta {
    /// What the chunk says; empty where its content is empty, null or absent.
    private(set) var text = ""
    /// Where the content stands in the bytes, quotation marks included; `nil` where it is null or absent.
    private(set) var place: Range<Int>?

    private var cursor: JSONCursor
    /// Keys met before; a second `content` is for the general decoder.
    private var hasChoices = false
    private var hasDelta = false
    private var hasContent = false

    /// Reads the chunk; `nil` when it is anything but one piece of content.
    init?(_ json: UnsafeBufferPointer<UInt8>) {
        cursor = JSONCursor(bytes: json)
        guard readChunk(), cursor.isAtEnd, hasChoices else { return nil }
    }

    private mutating func readChunk() -> Bool {
        members { this, key in
            switch key {
            case "choices":
                guard !this.hasChoices else { return false }
                this.hasChoices = true
                return this.readChoices()
            case "usage", "error": return this.cursor.skipNull()
            case "model": return this.cursor.skipNull() || this.cursor.simpleString() != nil
            case "object":
                guard let word = this.cursor.simpleString() else { return false }
                return word != "error"
            default: return this.cursor.skipValue(depth: 1)
            }
        }
    }

    private mutating func readChoices() -> Bool {
        guard cursor.take("["), readChoice() else { return false }
        return cursor.take("]")
    }

    private mutating func readChoice() -> Bool {
        members { this, key in
            switch key {
            case "index": return this.cursor.takeZero()
            case "delta":
                guard !this.hasDelta else { return false }
                this.hasDelta = true
                return this.readDelta()
            case "finish_reason", "message", "error": return this.cursor.skipNull()
            default: return this.cursor.skipValue(depth: 3)
            }
        }
    }

    private mutating func readDelta() -> Bool {
        members { this, key in
            switch key {
            case "content":
                guard !this.hasContent else { return false }
                this.hasContent = true
                if this.cursor.skipNull() { return true }
                this.cursor.skipSpace()
                let start = this.cursor.index
                guard let text = this.cursor.string() else { return false }
                this.text = text
                this.place = start..<this.cursor.index
                return true
            case "reasoning_content", "reasoning", "refusal": return this.cursor.skipNull()
            default: return this.cursor.skipValue(depth: 4)
            }
        }
    }

    /// Reads an object; `read` takes the value of each key, and says whether it could.
    private mutating func members(_ read: (inout TextDelta, JSONCursor.Word) -> Bool) -> Bool {
        guard cursor.take("{") else { return false }
        if cursor.take("}") { return true }
        repeat {
            guard let key = cursor.simpleString(), cursor.take(":"), read(&self, key) else { return false }
        } while cursor.take(",")
        return cursor.take("}")
    }
}
