import Foundation
import Support

/// What a process asked of the system about a file, as strace(1) wrote it down.
struct SystemCall: Sendable {
    enum Kind: Sendable {
        case write(path: String, offset: Int, bytes: [UInt8])
        case truncate(path: String, length: Int)
        case sync(path: String, descriptor: Int)
        case unlink(path: String)
        case link(from: String, to: String)
    }

    let kind: Kind
    /// When it began and ended, in microseconds since 1970.
    let (begin, end): (Int, Int)

    /// What runs a program so that its calls are written into files that begin with `path`, one for each thread.
    ///
    /// Everything that is quoted is written in hexadecimal, and each descriptor with its path.
    static func wrapper(_ path: String) -> [String] {
        [
            strace, "-ff", "--seccomp-bpf", "-y", "-ttt", "-T", "-xx", "-s", "70000", "-e",
            "trace=pwrite64,fsync,fdatasync,ftruncate,unlink,linkat", "-e", "signal=none", "-o", path,
        ]
    }

    private static let strace = "/usr/bin/strace"

    /// Whether this machine has strace, and lets it look at a process.
    static let canBeRecorded: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: strace)
        process.arguments = ["-f", "--seccomp-bpf", "-o", "/dev/null", "true"]
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// All calls that succeeded, in the order in which they began.
    static func recorded(in folder: String, named prefix: String) throws -> [SystemCall] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(prefix) }
            .flatMap {
                try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)).split(separator: UInt8(ascii: "\n"))
            }
            .compactMap { SystemCall(line: $0) }
            .sorted { $0.begin < $1.begin }
    }

    /// Reads a line: `1795441891.713587 pwrite64(4<\x2f…>, "\x00…", 512, 0) = 512 <0.000031>`.
    init?(line: Data) {
        // A page is 16,384 characters in hexadecimal: nothing here looks at it more than once.
        guard let open = line.firstIndex(of: UInt8(ascii: "(")), let close = line.lastIndex(of: UInt8(ascii: ")")),
            let head = String(bytes: line[..<open], encoding: .utf8)?.split(separator: " "), head.count == 2,
            let tail = String(bytes: line[close...], encoding: .utf8)?.split(separator: " "), tail.count == 4,
            let begin = Self.microseconds(head[0]), let took = Self.microseconds(tail[3].dropFirst().dropLast()),
            let result = Int(tail[2]), result >= 0
        else { return nil }
        (self.begin, end) = (begin, begin + took)
        let arguments = line[line.index(after: open)..<close]
        let quoted = arguments.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        let words = quoted.last.map { String(decoding: $0, as: UTF8.self).split { ", ".contains($0) } } ?? []
        let texts = quoted.indices.filter { $0 % 2 == 1 }.map { Self.bytes(quoted[$0]) }
        func path(_ number: Int) -> String { String(decoding: texts[number], as: UTF8.self) }
        // A descriptor: 4<path>.
        let fields = arguments.prefix { $0 != UInt8(ascii: ">") }.split(separator: UInt8(ascii: "<"))
        let file = fields.count == 2 ? String(decoding: Self.bytes(fields[1]), as: UTF8.self) : ""
        switch head[1] {
        case "pwrite64":
            guard texts.count == 1, let offset = words.last.flatMap({ Int($0) }), texts[0].count == result
            else { return nil }
            kind = .write(path: file, offset: offset, bytes: texts[0])
        case "ftruncate":
            guard let length = words.last.flatMap({ Int($0) }) else { return nil }
            kind = .truncate(path: file, length: length)
        case "fsync", "fdatasync":
            guard let descriptor = fields.first.flatMap({ Int(String(decoding: $0, as: UTF8.self)) })
            else { return nil }
            kind = .sync(path: file, descriptor: descriptor)
        case "unlink" where texts.count == 1: kind = .unlink(path: path(0))
        case "linkat" where texts.count == 2: kind = .link(from: path(0), to: path(1))
        default: return nil
        }
    }

    private static func microseconds(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ".")
        guard parts.count == 2, parts[1].count == 6, let seconds = Int(parts[0]), let rest = Int(parts[1])
        else { return nil }
        return seconds * 1_000_000 + rest
    }

    /// The bytes behind `\x2f\x74…`.
    private static func bytes(_ text: Data) -> [UInt8] {
        text.withUnsafeBytes { text in
            var bytes = [UInt8](repeating: 0, count: text.count / 4)
            func digit(_ code: UInt8) -> UInt8 { code > 96 ? code - 87 : code - 48 }
            for place in 0..<bytes.count { bytes[place] = digit(text[4 * place + 2]) << 4 | digit(text[4 * place + 3]) }
            return bytes
        }
    }
}
