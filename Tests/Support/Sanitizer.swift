import Foundation

/// Whether this is a build with a sanitizer of the compiler: everything takes several times the memory and the time.
public enum Sanitizer {
    /// Told by the runtime library that is linked in then.
    public static let isOn = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil
}
