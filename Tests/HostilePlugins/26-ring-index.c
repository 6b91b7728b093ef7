/// Attack 26: lying about how many requests there are. Observed: the ring is found corrupt, the worker is killed,
/// no order of it is taken, the host lives.
#include "attack.h"

static void attack(const char *variant) {
    uint64_t mask;
    uint8_t *ring = order_ring(&mask, 0);
    if (!ring) return;
    volatile uint64_t *produced = (volatile uint64_t *)ring;
    if (is(variant, "far-ahead")) *produced += 1ULL << 63;
    if (is(variant, "one-too-many")) *produced += mask + 2;
    if (is(variant, "backwards")) *produced -= 1;
    if (is(variant, "all-ones")) *produced = ~0ULL;
    if (is(variant, "empty-slots")) *produced += 3;
    if (is(variant, "restless"))
        for (uint64_t i = 0;; i += 0x9E3779B97F4A7C15u) *produced = i;
}
