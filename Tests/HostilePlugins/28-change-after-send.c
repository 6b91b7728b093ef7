/// Attack 28: changing an order after it was sent, between the host's check and its use: quantity, price and side of
/// published slots flip as fast as one thread can (a second one can not be had). The first orders stay as they are, so
/// that some are taken whatever comes after. Observed: every order that went on is the one that was judged, and none
/// is over its limit.
#define ATTACK_TABLE(table, descriptor) (table).on_tick = on_tick;
#include <tectra/strategy.h>
static void on_tick(void *context, const tectra_tick *tick);
#include "attack.h"

static unsigned long flips;

static void attack(const char *variant) {
    (void)variant;
    uint64_t mask;
    uint8_t *ring = order_ring(&mask, 0);
    if (!ring) return;
    volatile uint64_t *produced = (volatile uint64_t *)ring;
    int64_t price = self.tick->bid_price;
    int sent = 0;
    while (sent < 8 && buy(price, 1) == TECTRA_OK) sent++;
    if (self.ticks == 1) return;
    for (int flip = 0; flip < 2000; flip++)
        for (uint64_t at = *produced - (uint64_t)sent; at != *produced; at++, flips++) {
            volatile tectra_submit *slot = (volatile tectra_submit *)(ring + 4096 + (at & mask) * 256);
            slot->quantity = flip & 1 ? 1 : 1000000000;
            slot->price = flip & 1 ? price : INT64_MAX;
            slot->side = flip & 1 ? TECTRA_BUY : 255;
        }
}

static void on_tick(void *context, const tectra_tick *tick) {
    (void)context;
    self.tick = tick;
    if (tick->bid_price <= 100000000 || self.ticks >= 60) return;
    self.ticks++;
    attack(self.variant);
    if (self.ticks == 60) say("held flips %lu", flips);
}
