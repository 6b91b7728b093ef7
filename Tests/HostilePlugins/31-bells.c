/// Attack 31: waking everybody who waits on the shared words, a million times, and then never again. Observed: the
/// host does not wait for the worker's word at all, so neither a storm nor silence moves it.
#include "attack.h"

static void attack(const char *variant) {
    uint8_t *hosts = 0, *own = order_ring(0, &hosts);
    if (!own) return;
    if (is(variant, "storm"))
        for (int i = 0; i < 100000; i++) {
            syscall(SYS_futex, own + (i & 63) * 4, 1, INT32_MAX, 0, 0, 0);
            syscall(SYS_futex, hosts + (i & 63) * 4, 1, INT32_MAX, 0, 0, 0);
        }
    if (is(variant, "silence"))
        for (;;) usleep(1000000);
    say("held bells 0");
}
