// A small sound strategy with a state and two parameters, and one fault at a time by -D: each fault is what one
// check must find and no other.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tectra/tectra.h>

#ifdef ASKS_ENTROPY
#include <sys/random.h>
#endif

struct strategy {
    const tectra_host *host;
    int64_t every, quantity;
    // What is saved: how many ticks, and the last prices seen.
    uint32_t count;
    uint32_t kept;
    int64_t prices[8];
};

#ifdef TWO_SYMBOLS
__attribute__((visibility("default"))) int tectra_strategy_second = 2;
#endif

static int take(struct strategy *self, const tectra_parameter *parameters, uint32_t count) {
    struct strategy changed = *self;
    for (uint32_t i = 0; i < count; i++) {
        const tectra_parameter *one = &parameters[i];
        int64_t *place = !strcmp(one->name, "every") ? &changed.every
                         : !strcmp(one->name, "quantity") ? &changed.quantity : NULL;
        if (!place || one->kind != TECTRA_INTEGER) return 0;
#ifndef TAKES_ZERO
        if (one->integer < 1 || one->integer > 1000) return 0;
#endif
        *place = one->integer;
    }
    *self = changed;
    return 1;
}

static void *init(const tectra_host *host, const tectra_parameter *parameters, uint32_t count, char *error,
                  size_t capacity) {
    struct strategy *self = calloc(1, sizeof *self);
    self->host = host;
    self->every = 3;
    self->quantity = 100;
    if (take(self, parameters, count)) return self;
#ifndef SILENT
    if (capacity > 24) strcpy(error, "every, quantity: 1..1000");
#endif
    free(self);
    return NULL;
}

static tectra_status on_config_update(void *context, const tectra_parameter *parameters, uint32_t count) {
    return take(context, parameters, count) ? TECTRA_OK : TECTRA_INVALID;
}

static void on_tick(void *context, const tectra_tick *tick) {
    struct strategy *self = context;
    if (tick->bid_price == TECTRA_PRICE_NONE || tick->ask_price == TECTRA_PRICE_NONE) return;
#ifdef NEEDS_SMALL_PRICES
    if (tick->bid_price > 400000 * TECTRA_PRICE_SCALE) __builtin_trap();
#endif
    self->prices[self->count % 8] = tick->bid_price;
    if (self->kept < 8) self->kept++;
#ifdef NEVER_STOPS_ASKING
    for (;;) self->host->emit_signal(self->host->context, tick->time, tick->instrument, 1, 0.5, "", 0);
#endif
#ifdef LEAKS
    volatile char *lost = malloc(4096);
    for (int i = 0; lost && i < 4096; i += 512) lost[i] = 1;
#endif
    if (self->count++ % (uint64_t)self->every != 0) return;
    uint64_t id;
    tectra_order_request request = {
        .instrument = tick->instrument, .side = TECTRA_BUY, .type = TECTRA_LIMIT, .time_in_force = TECTRA_IOC,
        .price = tick->ask_price, .quantity = self->quantity};
#ifdef NONDETERMINISTIC
    // Where the loader put the stack is another number in every process.
    request.quantity = 1 + (int64_t)(((uintptr_t)&request >> 12) % 997);
#endif
#ifdef READS_CLOCK
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec < 0) request.quantity = 1;
#endif
#ifdef ASKS_ENTROPY
    unsigned char byte;
    if (getrandom(&byte, 1, 0) < 0) request.quantity = 1;
#endif
#ifdef ORDERS_OTHERS
    // Ids are dense: the neighbour is an instrument that this strategy was never told of.
    if (self->count % 30 == 1) request.instrument = tick->instrument ^ 2;
#endif
    self->host->submit(self->host->context, &request, &id);
}

static void on_kill(void *context, const tectra_kill *kill) {
    (void)context;
    (void)kill;
#ifdef DIES_BY_KILL
    __builtin_trap();
#endif
}

enum { STATE_SIZE = 8 + 8 * 8 };

static size_t save_state(void *context, uint8_t *bytes, size_t capacity) {
    struct strategy *self = context;
    size_t size = 8 + self->kept * 8;
    if (capacity < size) return size;
    memcpy(bytes, &self->count, 4);
    memcpy(bytes + 4, &self->kept, 4);
    memcpy(bytes + 8, self->prices, self->kept * 8);
#ifdef FORGETS
    memset(bytes, 0, 4);
    self->count++;
    memcpy(bytes, &self->count, 1);
#endif
    return size;
}

static tectra_status load_state(void *context, const uint8_t *bytes, size_t length, uint32_t schema) {
    struct strategy *self = context;
    if (schema != 1) return TECTRA_INVALID;
    uint32_t count, kept;
#ifdef TRUSTS_STATE
    // Believes the length that the state says it has.
    memcpy(&count, bytes, 4);
    memcpy(&kept, bytes + 4, 4);
    int64_t *copy = malloc((size_t)kept * 8);
    for (uint32_t i = 0; i < kept; i++) copy[i] = ((const int64_t *)(bytes + 8))[i];
    if (length < 8 + (size_t)kept * 8) __builtin_trap();
    memcpy(self->prices, copy, (size_t)kept * 8);
#else
    if (length < 8) return TECTRA_INVALID;
    memcpy(&count, bytes, 4);
    memcpy(&kept, bytes + 4, 4);
    if (kept > 8 || length != 8 + kept * 8) return TECTRA_INVALID;
    memcpy(self->prices, bytes + 8, kept * 8);
#endif
    self->count = count;
    self->kept = kept;
    return TECTRA_OK;
}

static void stop(void *context) { free(context); }

static const tectra_descriptor descriptor = {
    .struct_size = sizeof(tectra_descriptor), .revision = 1, .name = "fixture",
#ifdef ODD_VERSION
    .version = "one",
#else
    .version = "1.0.0",
#endif
    .author = "Tectra", .wants = TECTRA_WANTS_TICKS, .state_schema = 1};

static const tectra_strategy_vtable table = {
    .struct_size = sizeof(tectra_strategy_vtable), .abi_version = TECTRA_ABI_VERSION, .layout = TECTRA_LAYOUT,
    .descriptor = &descriptor, .init = init, .on_tick = on_tick, .on_kill = on_kill,
    .on_config_update = on_config_update, .save_state = save_state, .load_state = load_state, .shutdown = stop};

const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi) {
#ifndef ANY_HOST
    if (host_abi >> 16 != TECTRA_ABI_MAJOR) return NULL;
#endif
    return &table;
}
