/// Attack 28: changing an order after it was sent, between the host's check and its use: quantity and price of
/// published slots flip as fast as one thread can (a second one can not be had). Observed: every order that went on
/// is, to the byte, the one that was judged, and none is over its limit.
#include "attack.h"

static void attack(const char *variant) {
    (void)variant;
    uint64_t mask;
    uint8_t *ring = order_ring(&mask, 0);
    if (!ring) return;
    volatile uint64_t *produced = (volatile uint64_t *)ring;
    for (int round = 0; round < 200; round++) {
        while (buy(self.tick->bid_price - 10000000, 1) == TECTRA_OK && (*produced & 15)) {}
        for (int flip = 0; flip < 400; flip++)
            for (uint64_t at = *produced - 16; at != *produced; at++) {
                volatile tectra_submit *slot = (volatile tectra_submit *)(ring + 4096 + (at & mask) * 256);
                slot->quantity = flip & 1 ? 1 : 1000000000;
                slot->price = flip & 1 ? self.tick->bid_price - 10000000 : INT64_MAX;
                slot->side = flip & 1 ? TECTRA_BUY : 255;
            }
    }
    say("held flips 0");
}
