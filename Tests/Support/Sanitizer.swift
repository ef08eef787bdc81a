import Foundation

/// Whether this is a build with a sanitizer of the compiler: everything takes several times the memory and the time.
public enum Sanitizer {
    /// Told by the runtime library that is linked in then.
    public static let isOn = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

    /// How long a daemon may take to stop: a second, as the design has it; under a sanitizer, where it takes several on a
    /// busy machine, it is only to stop at all.
    public static let timeToStop = Duration.seconds(isOn ? 30 : 1)
}
