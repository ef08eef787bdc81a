/// Carries the times of an archive's files over to its changed form.
///
/// libzip before 1.11 reads them as local times and writes them anew: what falls into the hour that summer time skips, or
/// has no date at all, would come out as another time, and not the same one on every machine. The library has no call that
/// leaves them alone.
enum ZIPTimes {
    /// Puts the times of the old archive's files into the new one, if both have the same files in the same order.
    static func carry(from old: [UInt8], into new: inout [UInt8]) {
        guard let before = entries(of: old), let after = entries(of: new), before.count == after.count,
            zip(before, after).allSatisfy({ old[$0.name].elementsEqual(new[$1.name]) })
        else { return }
        for (from, to) in zip(before, after) {
            let time = old[from.header + 12..<from.header + 16]
            let local = number(new, to.header + 42, 4)
            new.replaceSubrange(to.header + 12..<to.header + 16, with: time)
            guard local + 30 <= new.count, new[local...].starts(with: [0x50, 0x4B, 3, 4]) else { continue }
            new.replaceSubrange(local + 10..<local + 14, with: time)
        }
    }

    /// Where the headers of the files begin in the central directory, and where their names are (APPNOTE.TXT 6.3.10,
    /// section 4.3.12); nil where it is not found at once, as in archives of more than 4 GiB.
    private static func entries(of bytes: [UInt8]) -> [(header: Int, name: Range<Int>)]? {
        guard let end = endOfDirectory(bytes) else { return nil }
        var place = number(bytes, end + 16, 4)
        var entries: [(Int, Range<Int>)] = []
        for _ in 0..<number(bytes, end + 10, 2) {
            guard place + 46 <= end, bytes[place...].starts(with: [0x50, 0x4B, 1, 2]) else { return nil }
            let name = place + 46..<place + 46 + number(bytes, place + 28, 2)
            guard name.upperBound <= end else { return nil }
            entries.append((place, name))
            place = name.upperBound + number(bytes, place + 30, 2) + number(bytes, place + 32, 2)
        }
        return entries
    }

    /// Where the record at the end of the central directory is (section 4.3.16): nothing but its comment is behind it.
    private static func endOfDirectory(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        return (max(0, bytes.count - 22 - 0xFFFF)...bytes.count - 22).last {
            bytes[$0...].starts(with: [0x50, 0x4B, 5, 6]) && $0 + 22 + number(bytes, $0 + 20, 2) == bytes.count
        }
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
