import Support

/// A disk that goes through a process' recorded calls again: what it has been made to sync, and what it may have lost.
struct ReplayedDisk: Sendable {
    /// What becomes of what was written and not yet synced.
    enum Fate: CaseIterable, Sendable {
        /// The disk has none of it.
        case lost
        /// The disk has all of it.
        case kept
        /// Each sector of 512 bytes is there or not, whatever came first.
        case torn
    }

    private struct File {
        var bytes: [UInt8] = []
        var pending: [Change] = []
    }

    private enum Change {
        case write(offset: Int, bytes: [UInt8])
        case truncate(length: Int)
        case unlink
    }

    private let (path, log): (String, String)
    private var files: [String: File]
    /// Documents that have their name, and whether that was synced.
    private(set) var documents: [String: Bool] = [:]
    private var synced: Set<Int> = []

    /// Begins with the files as they are on disk.
    init(_ image: DiskImage, path: String) {
        (self.path, log) = (path, path + "-wal")
        files = [path: File(bytes: image.database), log: File(bytes: image.log)]
    }

    /// Whether some of the database's own file is on its way: a checkpoint.
    var isInCheckpoint: Bool { !(files[path]?.pending.isEmpty ?? true) }

    /// One more call.
    ///
    /// - Returns: What must not be done.
    mutating func perform(_ call: SystemCall) -> String? {
        switch call.kind {
        case .write(let path, let offset, let bytes): files[path]?.pending.append(.write(offset: offset, bytes: bytes))
        case .truncate(let path, let length): files[path]?.pending.append(.truncate(length: length))
        case .unlink(let path): files[path]?.pending.append(.unlink)
        case .sync(let path, let descriptor):
            synced.insert(descriptor)
            if var file = files[path] {
                for change in file.pending { Self.apply(change, to: &file.bytes) }
                // Synced is what is in the file; that it is gone is in its folder.
                file.pending = []
                files[path] = file
            }
            for document in documents.keys where document.hasPrefix(path + "/") { documents[document] = true }
        case .link(let from, let to):
            documents[to] = false
            let descriptor = from.split(separator: "/").last.flatMap { Int($0) }
            guard let descriptor, synced.remove(descriptor) != nil else {
                return "\(to) got its name before it was synced"
            }
        }
        return nil
    }

    /// The files after a power cut at this moment.
    func afterPowerCut(_ fate: Fate, _ chance: inout SeededGenerator) -> DiskImage {
        var image: [String: [UInt8]] = [:]
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            var bytes = file.bytes
            for change in file.pending {
                switch (fate, change) {
                case (.lost, _): continue
                case (.kept, _): Self.apply(change, to: &bytes)
                case (.torn, .write(let offset, let written)):
                    for sector in Self.sectors(offset, written) where Bool.random(using: &chance) {
                        Self.apply(sector, to: &bytes)
                    }
                case (.torn, _): if Bool.random(using: &chance) { Self.apply(change, to: &bytes) }
                }
            }
            image[name] = bytes
        }
        return DiskImage(database: image[path] ?? [], log: image[log] ?? [])
    }

    private static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .write(let offset, let written):
            let end = offset + written.count
            if bytes.count < end { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
            bytes.replaceSubrange(offset..<end, with: written)
        case .truncate(let length):
            if bytes.count > length { bytes.removeSubrange(length...) }
        case .unlink: bytes = []
        }
    }

    /// The parts of a write, cut where sectors begin.
    private static func sectors(_ offset: Int, _ bytes: [UInt8]) -> [Change] {
        var (changes, begin): ([Change], Int) = ([], 0)
        while begin < bytes.count {
            let end = min(bytes.count, begin + 512 - (offset + begin) % 512)
            changes.append(.write(offset: offset + begin, bytes: Array(bytes[begin..<end])))
            begin = end
        }
        return changes
    }
}
