/// A strategy whose whole life can be checked from outside: it counts and digests every event it is
/// given, says so in signals, and sends and cancels orders by count alone. Its state carries all of it
/// from version to version. Two of it on the same market must do the same, whatever happens to one.
#include <string.h>

#include <tectra/tectra.h>

#ifndef VERSION
#define VERSION "1"
#endif

struct state {
    uint64_t ticks, digest, submits, cancels, last_client, loads;
};

static struct state s;
static const tectra_host *host;

static void *on_init(const tectra_host *h, const tectra_parameter *parameters, uint32_t count, char *error,
                     size_t capacity) {
    (void)parameters, (void)count, (void)error, (void)capacity;
    host = h;
    return &s;
}

static void on_tick(void *self, const tectra_tick *tick) {
    (void)self;
    s.ticks++;
    s.digest = (s.digest ^ tick->sequence ^ (uint64_t)tick->bid_price) * 0x100000001b3ull;
    if (s.ticks % 64 == 0) {
        uint64_t word[2] = {s.ticks, s.digest};
        char text[63] = {0};
        for (int i = 0; i < 16; i++) {
            text[i] = "0123456789abcdef"[word[0] >> (60 - 4 * i) & 15];
            text[17 + i] = "0123456789abcdef"[word[1] >> (60 - 4 * i) & 15];
        }
        text[16] = ' ';
        host->emit_signal(host->context, tick->time, tick->instrument, TECTRA_SIGNAL_INFO, 0.5, text, 33);
    }
    if (tick->bid_price == TECTRA_PRICE_NONE) return;
#ifdef FLOODS  // one event, and requests without end
    tectra_order_request flood = {tick->instrument, TECTRA_BUY, TECTRA_LIMIT, TECTRA_DAY, 0, 10000000000, 1};
    while (s.ticks > 20) host->submit(host->context, &flood, &s.last_client);
#endif
#ifdef CHANGED  // another idea of size, so that its orders differ
    int64_t quantity = 200;
#else
    int64_t quantity = 100;
#endif
#ifdef TAKES  // buys what is offered, so that it holds something
    int64_t price = tick->ask_price;
#else
    int64_t price = tick->bid_price - 50000000;
#endif
    if (s.ticks % 40 == 0) {
        tectra_order_request request = {tick->instrument, TECTRA_BUY, TECTRA_LIMIT, TECTRA_DAY, 0, price, quantity};
        if (host->submit(host->context, &request, &s.last_client) == TECTRA_OK) s.submits++;
    }
    if (s.ticks % 40 == 20 && s.ticks % 400 != 20 && s.last_client &&
        host->cancel(host->context, s.last_client) == TECTRA_OK)
        s.cancels++;
#ifdef TRAP_AFTER_LOAD
    if (s.loads && s.ticks % 50 == 0) __builtin_trap();
#endif
}

#ifdef STATUS  // says how instruments trade
static void on_status(void *self, const tectra_market_status *status) {
    (void)self;
    char text[8] = "status ";
    text[7] = (char)status->state;
    host->emit_signal(host->context, status->time, status->instrument, TECTRA_SIGNAL_INFO, 0.5, text, 8);
    host->log(host->context, TECTRA_LOG_INFO, text, 8);
}
#define WANTS (TECTRA_WANTS_TICKS | TECTRA_WANTS_STATUS)
#else
#define WANTS TECTRA_WANTS_TICKS
#endif

static size_t on_save(void *self, uint8_t *bytes, size_t capacity) {
    (void)self;
    if (capacity >= sizeof s) memcpy(bytes, &s, sizeof s);
    return sizeof s;
}

static tectra_status on_load(void *self, const uint8_t *bytes, size_t length, uint32_t schema) {
    (void)self;
#ifdef REFUSE_STATE
    return TECTRA_INVALID;
#endif
    if (length != sizeof s || schema != 1) return TECTRA_INVALID;
    memcpy(&s, bytes, sizeof s);
    s.loads++;
    return TECTRA_OK;
}

static void on_shutdown(void *self) { (void)self; }

const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi) {
    static const tectra_descriptor descriptor = {
        sizeof descriptor, 1, "counter", VERSION, "the tests", WANTS, 1};
    static tectra_strategy_vtable table = {
        .struct_size = sizeof table,
        .abi_version = TECTRA_ABI_VERSION,
        .layout = TECTRA_LAYOUT,
        .descriptor = &descriptor,
        .init = on_init,
        .on_tick = on_tick,
#ifdef STATUS
        .on_status = on_status,
#endif
        .save_state = on_save,
        .load_state = on_load,
        .shutdown = on_shutdown,
    };
    (void)host_abi;
    return &table;
}
