/// Reads requests of HTTP/1.1 out of a byte stream.
///
/// As much of the protocol as a chat client speaks, which is bodies with a `Content-Length`.
struct RequestReader {
    /// A request before it has a number.
    struct Request {
        var method: String
        var path: String
        var headers: [(name: String, value: String)]
        var body: [UInt8]
    }

    /// Thrown for what is no such request.
    struct Malformed: Error {}

    private var held: [UInt8] = []
    /// Where the search for the end of the head goes on.
    private var searched = 0
    private var head: (request: Request, end: Int, length: Int)?

    /// Takes bytes as they come.
    mutating func feed(_ bytes: some Sequence<UInt8>) {
        held.append(contentsOf: bytes)
    }

    /// The next whole request; `nil` while it is not.
    mutating func next() throws -> Request? {
        if head == nil { head = try readHead() }
        guard let (request, end, length) = head, held.count >= end + length else { return nil }
        var whole = request
        whole.body = Array(held[end..<(end + length)])
        held.removeFirst(end + length)
        head = nil
        searched = 0
        return whole
    }

    private mutating func readHead() throws -> (Request, Int, Int)? {
        let end = Array("\r\n\r\n".utf8)
        var index = max(0, searched - 3)
        while index + 4 <= held.count, !held[index..<(index + 4)].elementsEqual(end) { index += 1 }
        searched = held.count
        guard index + 4 <= held.count else { return nil }

        let lines = String(decoding: held[..<index], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count == 3 else { throw Malformed() }
        var headers: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Malformed() }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers.append((String(line[..<colon]), String(value)))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.map { Int($0.value) }
        guard let length = length ?? 0, length >= 0 else { throw Malformed() }
        let request = Request(method: String(first[0]), path: String(first[1]), headers: headers, body: [])
        return (request, index + 4, length)
    }
}
