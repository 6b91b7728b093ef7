/// The honest strategy beside every attack. It counts each tick, keeps a digest of their sequence numbers, orders
/// now and then, and tells what it has seen whenever it is configured: the suite knows what it must have been.
#define ATTACK_TABLE(table, descriptor)              \
    {                                                \
        (table).on_tick = on_tick;                   \
        (table).on_config_update = on_config;        \
        (descriptor).name = "witness";               \
    }
#include <tectra/strategy.h>
static void on_tick(void *context, const tectra_tick *tick);
static tectra_status on_config(void *context, const tectra_parameter *parameters, uint32_t count);
#include "attack.h"

static uint64_t seen, digest, last, backwards;

static void attack(const char *variant) { (void)variant; }

static void on_tick(void *context, const tectra_tick *tick) {
    (void)context;
    if (tick->sequence <= last) backwards++;
    last = tick->sequence;
    seen++;
    digest = (digest ^ tick->sequence) * 0x9E3779B97F4A7C15u;
    self.tick = tick;
    // At the bid, where it rests: only the time it took matters. Then away with it.
    if (seen % 2 == 0 && tick->bid_price > 100000000) buy(tick->bid_price, 1);
    if (seen % 128 == 0) self.host->cancel_all(self.host->context, TECTRA_ALL_INSTRUMENTS);
}

static tectra_status on_config(void *context, const tectra_parameter *parameters, uint32_t count) {
    (void)context, (void)parameters, (void)count;
    say("witness %llu %llu %llu", (unsigned long long)seen, (unsigned long long)digest, (unsigned long long)backwards);
    return TECTRA_OK;
}
