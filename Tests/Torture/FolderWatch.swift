import Foundation

/// Tells at once when a file appears in a folder (inotify(7)): a document is being written.
struct FolderWatch: ~Copyable {
    private let descriptor: Int32

    init(_ folder: String) throws {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0, inotify_add_watch(descriptor, folder, UInt32(IN_CREATE)) >= 0 else {
            throw CocoaError(.fileReadUnknown)
        }
    }

    deinit { close(descriptor) }

    /// Whether a file has appeared since this was asked last.
    func sawFile() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var saw = false
        while read(descriptor, &buffer, buffer.count) > 0 { saw = true }
        return saw
    }
}
