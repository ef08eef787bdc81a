/// The way from a file of an archive to another one (EPUB 3.3, section 4.2.3: URLs relative to the container's root).
enum ArchivePath {
    /// The names that a reference may mean, the likeliest first: with what is percent-encoded in it decoded, and as it is,
    /// since many programs forget to encode.
    ///
    /// Steps above the root stay at the root, as they do in URLs; what leads to another machine is no name of a file here
    /// and is not found.
    static func names(of reference: String, from file: String) -> [String] {
        let path = String(reference.prefix { $0 != "#" })
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
        let spellings = [decoded(path) ?? path, path]
        return spellings.map { resolve($0, in: folder) }
    }

    /// A path without percent-encoding (RFC 3986, section 2.1); nil where it does not spell a text in UTF-8.
    ///
    /// Foundation does the same, but to import it in one file of a module changes what `contains` and `replacing` mean for
    /// strings in all others, and makes them slower.
    private static func decoded(_ path: String) -> String? {
        var bytes: [UInt8] = []
        var rest = path.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(\.isHexadecimal),
                let value = UInt8(String(Substring(digits)), radix: 16)
            {
                bytes.append(value)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func resolve(_ path: String, in folder: [String]) -> String {
        var steps = path.hasPrefix("/") ? [] : folder
        for step in path.split(separator: "/").map(String.init) where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }
}

extension UInt8 {
    /// Whether it is a hexadecimal digit of ASCII.
    fileprivate var isHexadecimal: Bool {
        Digit.value(of: self) != nil || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}
