import Foundation

/// Where the run tells what it does; unbuffered, so that a log shows it at once.
enum Console {
    static func line(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
