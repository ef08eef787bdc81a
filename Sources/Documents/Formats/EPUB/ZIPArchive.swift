import CZip

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A ZIP archive in memory: its files are read one by one, and some are replaced while the others are copied as they are.
///
/// Names are only looked up, so that no entry, whatever it is called, is ever written to a disk.
final class ZIPArchive {
    /// So many files at most are looked at, as many as a ZIP archive without extensions can have.
    static let mostEntries = 65_535

    private let format: DocumentFormat
    /// The archive; nil once it was written.
    private var handle: OpaquePointer?
    /// Its bytes.
    private let source: OpaquePointer
    /// The place of each file in the archive's directory; of files with one name, that of the first.
    private var places: [String: UInt64] = [:]
    /// How many more bytes may be unpacked.
    private var room: Int
    private let limit: Int

    /// Reads an archive's directory.
    ///
    /// - Parameters:
    ///   - format: What is told to people as the kind of the archive.
    ///   - limit: The most bytes that may be unpacked, all files together.
    /// - Throws: ``DocumentError/damagedArchive(_:entry:what:)``, ``DocumentError/tooManyEntries(count:limit:)``.
    init(_ bytes: [UInt8], as format: DocumentFormat, limit: Int) throws(DocumentError) {
        self.format = format
        self.limit = limit
        room = limit
        guard !bytes.isEmpty else { throw .empty }
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = Self.source(bytes, &error) else {
            throw .damagedArchive(format, entry: nil, what: String(cString: zip_error_strerror(&error)))
        }
        guard let handle = zip_open_from_source(source, 0, &error) else {
            let what = String(cString: zip_error_strerror(&error))
            zip_source_free(source)
            throw .damagedArchive(format, entry: nil, what: what)
        }
        // One share of the source goes with the archive, the other one is kept for what is written.
        zip_source_keep(source)
        self.source = source
        self.handle = handle
        let count = zip_get_num_entries(handle, 0)
        guard count <= Self.mostEntries else { throw .tooManyEntries(count: Int(count), limit: Self.mostEntries) }
        places.reserveCapacity(Int(count))
        for place in 0..<UInt64(max(0, count)) {
            guard let name = zip_get_name(handle, place, 0) else { continue }
            let text = String(cString: name)
            if places[text] == nil { places[text] = place }
        }
    }

    deinit {
        if let handle { zip_discard(handle) }
        zip_source_free(source)
    }

    /// Whether a file is there.
    func has(_ name: String) -> Bool { places[name] != nil }

    /// A file, unpacked.
    ///
    /// What it unpacks to is counted while that happens: what the archive says about it may be a lie.
    ///
    /// - Throws: ``DocumentError``.
    func read(_ name: String) throws(DocumentError) -> [UInt8] {
        guard let handle, let place = places[name] else { throw .missingEntry(format, name) }
        var state = zip_stat_t()
        guard zip_stat_index(handle, place, 0, &state) == 0 else { throw damage(name, zip_get_error(handle)) }
        guard state.encryption_method == UInt16(ZIP_EM_NONE) else { throw .protected(format, entry: name) }
        guard let file = zip_fopen_index(handle, place, 0) else { throw damage(name, zip_get_error(handle)) }
        defer { zip_fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Int(zip_fread(file, &chunk, UInt64(chunk.count)))
            guard count >= 0 else { throw damage(name, zip_file_get_error(file)) }
            guard count > 0 else { return bytes }
            guard count <= room else { throw .unpacksTooLarge(limit: limit) }
            room -= count
            bytes += chunk[..<count]
        }
    }

    /// The archive with other files in the place of some; it cannot be used after that.
    ///
    /// The others are copied as they are packed. The new ones are packed in the same way as the old ones and keep their
    /// names, times, comments and attributes; the order of all of them stays.
    ///
    /// - Throws: ``DocumentError/damagedArchive(_:entry:what:)``.
    func bytes(replacing files: [(name: String, bytes: [UInt8])]) throws(DocumentError) -> [UInt8] {
        guard let handle else { throw .damagedArchive(format, entry: nil, what: "it was written already") }
        for file in files { try replace(file.name, by: file.bytes, in: handle) }
        guard zip_close(handle) == 0 else {
            throw .damagedArchive(
                format, entry: nil, what: String(cString: zip_error_strerror(zip_get_error(handle))))
        }
        self.handle = nil
        return try written()
    }

    private func replace(_ name: String, by bytes: [UInt8], in handle: OpaquePointer) throws(DocumentError) {
        guard let place = places[name] else { throw .missingEntry(format, name) }
        var state = zip_stat_t()
        guard zip_stat_index(handle, place, 0, &state) == 0 else { throw damage(name, zip_get_error(handle)) }
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = Self.source(bytes, &error) else { throw damage(name, &error) }
        guard zip_file_replace(handle, place, source, 0) == 0 else {
            zip_source_free(source)
            throw damage(name, zip_get_error(handle))
        }
        let isPackable = zip_compression_method_supported(Int32(state.comp_method), 1) == 1
        let method = isPackable ? Int32(state.comp_method) : ZIP_CM_DEFLATE
        guard zip_set_file_compression(handle, place, method, 0) == 0,
            zip_file_set_mtime(handle, place, state.mtime, 0) == 0
        else { throw damage(name, zip_get_error(handle)) }
    }

    /// What `zip_close` has written.
    private func written() throws(DocumentError) -> [UInt8] {
        var state = zip_stat_t()
        guard zip_source_stat(source, &state) == 0, zip_source_open(source) == 0 else {
            throw damage(nil, zip_source_error(source))
        }
        defer { zip_source_close(source) }
        var bytes = [UInt8](repeating: 0, count: Int(state.size))
        var end = 0
        while end < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                zip_source_read(source, $0.baseAddress.map { $0 + end }, UInt64($0.count - end))
            }
            guard count > 0 else { throw damage(nil, zip_source_error(source)) }
            end += Int(count)
        }
        return bytes
    }

    private func damage(_ entry: String?, _ error: UnsafeMutablePointer<zip_error_t>) -> DocumentError {
        .damagedArchive(format, entry: entry, what: String(cString: zip_error_strerror(error)))
    }

    /// A copy of bytes that libzip frees by itself.
    private static func source(_ bytes: [UInt8], _ error: inout zip_error_t) -> OpaquePointer? {
        let copy = malloc(max(1, bytes.count))
        bytes.withUnsafeBytes { if let base = $0.baseAddress { copy?.copyMemory(from: base, byteCount: $0.count) } }
        guard let source = zip_source_buffer_create(copy, UInt64(bytes.count), 1, &error) else {
            free(copy)
            return nil
        }
        return source
    }
}
