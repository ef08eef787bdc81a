// Tells ThreadSanitizer of Swift's Mutex. Its fast path is inlined into the program and seen; a lock that had to be waited
// for is taken inside libswiftSynchronization (by futex), which is not built for the sanitizer: it saw no order between
// two threads that had waited for each other, and called every Mutex of ours a race. `run` has this preloaded.
#include <dlfcn.h>
#include <stdint.h>

#define HANDLE "$s15Synchronization12_MutexHandleV"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Absent in programs without the sanitizer, such as the shell that starts ours.
__attribute__((weak)) void __tsan_acquire(void *);
__attribute__((weak)) void __tsan_release(void *);

SWIFT void lock_slowly(uint32_t thread, SELF void *mutex) __asm__(HANDLE "9_lockSlowyys6UInt32VF");
SWIFT void unlock_slowly(SELF void *mutex) __asm__(HANDLE "11_unlockSlowyyF");

SWIFT void lock_slowly(uint32_t thread, SELF void *mutex) {
    SWIFT void (*lock)(uint32_t, SELF void *) = dlsym(RTLD_NEXT, HANDLE "9_lockSlowyys6UInt32VF");
    lock(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock_slowly(SELF void *mutex) {
    SWIFT void (*unlock)(SELF void *) = dlsym(RTLD_NEXT, HANDLE "11_unlockSlowyyF");
    if (__tsan_release) __tsan_release(mutex);
    unlock(mutex);
}
