/// Attack 30: as many orders, log lines, cancels and last words as it can send, at every tick. Observed: limits,
/// and the strategy beside it gets every event in order.
#define ATTACK_TABLE(table, descriptor) (table).on_tick = on_tick;
#include <tectra/strategy.h>
static void on_tick(void *context, const tectra_tick *tick);
#include "attack.h"

static void attack(const char *variant) {
    char text[256];
    memset(text, 'x', sizeof text);
    for (int i = 0; i < 2000; i++) {
        if (is(variant, "orders")) buy(self.tick->bid_price, 1);
        if (is(variant, "cancels")) self.host->cancel_all(self.host->context, TECTRA_ALL_INSTRUMENTS);
        if (is(variant, "logs")) self.host->log(self.host->context, 3, text, sizeof text);
        if (is(variant, "words")) (void)!write(2, text, sizeof text);
        if (is(variant, "signals"))
            self.host->emit_signal(self.host->context, 0, self.tick->instrument, 1, 0.5, text, sizeof text);
        if (is(variant, "timers")) self.host->set_timer(self.host->context, (uint64_t)i, self.tick->time + i);
    }
}

static void on_tick(void *context, const tectra_tick *tick) {
    (void)context;
    self.tick = tick;
    if (self.when == 2 && self.ticks++ < 50) attack(self.variant);
}
