/// What stands in a ZIP archive, read without the library that the product uses (APPNOTE.TXT 6.3.10, section 4.3).
struct ZIPDirectory {
    /// A file of the archive.
    struct Entry: Equatable {
        /// Its name.
        var name: String
        /// The central header from the system that it was made on to the time, without the bit that tells of a data
        /// descriptor.
        var origin: [UInt8]
        /// Its checksum and its sizes.
        var sums: [UInt8]
        /// Its internal and external attributes, its extra field and its comment.
        var rest: [UInt8]
        /// Its bytes as they are packed.
        var data: [UInt8]
        /// The length of the extra field in its local header.
        var localExtra: Int
    }

    /// The files in the order of the directory.
    var entries: [Entry] = []
    /// The place of the first file's header.
    var first = Int.max

    init?(_ bytes: [UInt8]) {
        func number(_ place: Int, _ count: Int) -> Int {
            bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard let end = (0...bytes.count - 22).last(where: { number($0, 4) == 0x0605_4B50 }) else { return nil }
        var place = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            guard number(place, 4) == 0x0201_4B50 else { return nil }
            let (name, extra, comment) = (number(place + 28, 2), number(place + 30, 2), number(place + 32, 2))
            let local = number(place + 42, 4)
            let data = local + 30 + number(local + 26, 2) + number(local + 28, 2)
            // Before it stands the version of the program that has packed the file, which is ours where it is new.
            var origin = Array(bytes[place + 5..<place + 16])
            origin[3] &= ~8
            entries.append(
                Entry(
                    name: String(decoding: bytes[place + 46..<place + 46 + name], as: UTF8.self),
                    origin: origin, sums: Array(bytes[place + 16..<place + 28]),
                    rest: Array(bytes[place + 36..<place + 42])
                        + bytes[place + 46 + name..<place + 46 + name + extra + comment],
                    data: Array(bytes[data..<data + number(place + 20, 4)]), localExtra: number(local + 28, 2)))
            first = min(first, local)
            place += 46 + name + extra + comment
        }
    }
}
