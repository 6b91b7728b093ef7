/// Attack 31: waking everybody who waits on the shared words, a hundred thousand times, and then never again. Observed:
/// the host does not wait for the worker's word at all, so neither a storm nor silence moves it.
#define ATTACK_TABLE(table, descriptor) (table).on_tick = on_tick;
#include <tectra/strategy.h>
static void on_tick(void *context, const tectra_tick *tick);
#include "attack.h"

static void attack(const char *variant) {
    uint8_t *hosts = 0, *own = order_ring(0, &hosts);
    if (!own) return;
    if (is(variant, "storm"))
        for (int i = 0; i < 2000; i++) {
            syscall(SYS_futex, own + (i & 63) * 4, 1, INT32_MAX, 0, 0, 0);
            syscall(SYS_futex, hosts + (i & 63) * 4, 1, INT32_MAX, 0, 0, 0);
        }
    if (is(variant, "silence"))
        for (;;) usleep(1000000);
}

static void on_tick(void *context, const tectra_tick *tick) {
    (void)context, (void)tick;
    if (self.ticks >= 50) return;
    attack(self.variant);
    if (++self.ticks == 50) say("held wakes %d", 50 * 4000);
}
