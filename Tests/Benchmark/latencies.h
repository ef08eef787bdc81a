// How long something took, millions of times, in little memory: buckets of whole microseconds below 64, then 64 of them
// between each power of two and the next, which is 1.6 % at worst.
#include <stdint.h>

struct latencies {
    uint64_t counts[64 * 32], total;
};

static void observe(struct latencies *l, uint64_t us, uint64_t times) {
    int shift = 0;
    while (us >> shift >= 128) shift++;
    size_t bucket = us < 64 ? us : 64 * (shift + 1) + (us >> shift) - 64;
    l->counts[bucket < 64 * 32 ? bucket : 64 * 32 - 1] += times;
    l->total += times;
}

// Below which so great a share of all was, in milliseconds.
static double quantile(const struct latencies *l, double share) {
    uint64_t seen = 0;
    for (size_t bucket = 0; bucket < 64 * 32; bucket++) {
        seen += l->counts[bucket];
        if (seen && seen >= share * l->total) {
            uint64_t top = bucket < 64 ? bucket + 1 : ((bucket % 64) + 65) << (bucket / 64 - 1);
            return top / 1000.0;
        }
    }
    return 0;
}
