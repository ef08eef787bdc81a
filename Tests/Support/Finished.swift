import Foundation
import ScriptedEndpoint
public import Subprocess

/// A process of ours that has ended, and what it left.
public struct Finished: Sendable, CustomStringConvertible {
    /// The arguments it was given.
    public let arguments: [String]
    /// How it ended.
    public let status: TerminationStatus
    /// The time from the first signal to the end; nil where none was sent.
    public let delay: Duration?
    /// What it wrote to stdout.
    public let output: [UInt8]
    /// What it wrote to stderr.
    public let errors: String

    /// The exit code; nil where a signal ended it.
    public var code: Int32? {
        if case .exited(let code) = status { code } else { nil }
    }

    /// What it wrote to stdout, as text.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// Whether it wrote these bytes to stdout and no others.
    ///
    /// `==` of texts would let accents be composed otherwise.
    public func isExactly(_ text: String) -> Bool { output.elementsEqual(text.utf8) }

    /// The lines that it wrote to stdout.
    public var lines: [String] { text.split(separator: "\n").map(String.init) }

    /// What it wrote to stdout, read as JSON; nil where that is none.
    public var json: JSON? { JSON(bytes: output) }

    /// The whole of it, for the message of a test that fails.
    public var description: String {
        "tolmach \(arguments.joined(separator: " ")): \(status)\nstdout: \(text.suffix(2000))\nstderr: \(errors.suffix(2000))"
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// The text of bytes that are still being written: up to the last whole scalar.
    static func text(_ bytes: [UInt8]) -> String {
        for cut in 0...min(3, bytes.count) {
            if let text = String(validating: bytes.dropLast(cut), as: UTF8.self) { return text }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
