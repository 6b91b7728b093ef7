/// Unit-tests a strategy in C without a host: feed it ticks, see its orders. One header, no library.
///
///     bench b;
///     bench_open(&b, tectra_strategy_entry(TECTRA_ABI_VERSION), NULL, 0);
///     uint32_t apple = bench_instrument(&b, "AAPL");
///     bench_tick(&b, apple, 10.00, 900, 10.02, 100);
///     CHECK(b.order_count == 1 && b.orders[0].request.side == TECTRA_BUY);
///     bench_fill(&b, 0, 100);
///     bench_close(&b);
///     return bench_result();
///
/// Nothing happens by itself: an order stays as it is until the test fills, cancels or rejects it, and
/// time moves only with `bench_advance`. Prices are in currency units here, for reading's sake.
#ifndef TECTRA_TESTKIT_H
#define TECTRA_TESTKIT_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tectra/tectra.h>

enum { BENCH_ORDERS = 1024, BENCH_INSTRUMENTS = 64, BENCH_SIGNALS = 1024, BENCH_TIMERS = 64 };

/// An order that the strategy submitted, and what the test made of it since.
typedef struct bench_order {
    tectra_order_request request;
    uint8_t state;
    int64_t filled;
    int has_cancel;          ///< the strategy asked to cancel it
} bench_order;

typedef struct bench {
    const tectra_strategy_vtable *table;
    void *self;              ///< NULL when init refused; `error` says why
    char error[256];
    tectra_host host;
    int64_t now;
    uint64_t sequence;
    bench_order orders[BENCH_ORDERS]; ///< client id is the index + 1
    uint32_t order_count;
    tectra_status refusal;   ///< what every request is answered with; TECTRA_OK takes them
    struct { uint32_t instrument; uint8_t type; double confidence; } signals[BENCH_SIGNALS];
    uint32_t signal_count;
    tectra_instrument instruments[BENCH_INSTRUMENTS];
    tectra_tick ticks[BENCH_INSTRUMENTS];
    int64_t positions[BENCH_INSTRUMENTS];
    uint32_t instrument_count;
    struct { uint64_t id; int64_t due; } timers[BENCH_TIMERS]; ///< due 0 is free
    char log[256];           ///< the last line
    uint64_t random;
} bench;

// MARK: - Checks

static int bench_failures_;

/// Notes a failure with its place and goes on.
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                \
            bench_failures_++;                                                                     \
        }                                                                                          \
    } while (0)

/// What main returns: 0 when every check held.
static inline int bench_result(void) {
    if (bench_failures_ == 0) puts("all checks hold");
    return bench_failures_ > 0;
}

// MARK: - The host's services

static inline int64_t bench_price(double units) { return (int64_t)llround(units * (double)TECTRA_PRICE_SCALE); }

static inline tectra_status bench_submit_(void *context, const tectra_order_request *request, uint64_t *client_id) {
    bench *b = context;
    if (b->refusal != TECTRA_OK) return b->refusal;
    if (b->order_count == BENCH_ORDERS) return TECTRA_FULL;
    b->orders[b->order_count] = (bench_order){.request = *request, .state = TECTRA_ORDER_NEW};
    *client_id = ++b->order_count;
    return TECTRA_OK;
}

static inline bench_order *bench_order_(bench *b, uint64_t client_id) {
    return client_id >= 1 && client_id <= b->order_count ? &b->orders[client_id - 1] : NULL;
}

static inline tectra_status bench_modify_(void *context, uint64_t client_id, int64_t price, int64_t quantity) {
    bench_order *order = bench_order_(context, client_id);
    if (!order) return TECTRA_UNKNOWN;
    order->request.price = price;
    order->request.quantity = quantity;
    return TECTRA_OK;
}

static inline tectra_status bench_cancel_request_(void *context, uint64_t client_id) {
    bench_order *order = bench_order_(context, client_id);
    if (!order) return TECTRA_UNKNOWN;
    order->has_cancel = 1;
    return TECTRA_OK;
}

static inline tectra_status bench_cancel_all_(void *context, uint32_t instrument) {
    bench *b = context;
    for (uint32_t at = 0; at < b->order_count; at++)
        if (instrument == TECTRA_ALL_INSTRUMENTS || b->orders[at].request.instrument == instrument)
            b->orders[at].has_cancel = 1;
    return TECTRA_OK;
}

static inline tectra_status bench_signal_(void *context, int64_t timestamp, uint32_t instrument, uint8_t type,
                                          double confidence, const char *metadata, size_t length) {
    bench *b = context;
    (void)timestamp, (void)metadata, (void)length;
    if (b->signal_count == BENCH_SIGNALS) return TECTRA_FULL;
    b->signals[b->signal_count].instrument = instrument;
    b->signals[b->signal_count].type = type;
    b->signals[b->signal_count++].confidence = confidence;
    return TECTRA_OK;
}

static inline tectra_status bench_set_timer_(void *context, uint64_t id, int64_t due) {
    bench *b = context;
    int free_ = -1;
    for (int at = 0; at < BENCH_TIMERS; at++) {
        if (b->timers[at].due != 0 && b->timers[at].id == id) {
            b->timers[at].due = due;
            return TECTRA_OK;
        }
        if (b->timers[at].due == 0) free_ = at;
    }
    if (due == 0) return TECTRA_OK;
    if (free_ < 0) return TECTRA_FULL;
    b->timers[free_].id = id;
    b->timers[free_].due = due;
    return TECTRA_OK;
}

static inline tectra_status bench_position_(void *context, uint32_t instrument, tectra_position *position) {
    bench *b = context;
    if (instrument >= b->instrument_count) return TECTRA_UNKNOWN;
    *position = (tectra_position){.header = TECTRA_HEADER(tectra_position, TECTRA_POSITION),
                                  .instrument = instrument,
                                  .quantity = b->positions[instrument]};
    return TECTRA_OK;
}

static inline tectra_status bench_pnl_(void *context, tectra_pnl *pnl) {
    (void)context;
    *pnl = (tectra_pnl){0, 0, 0};
    return TECTRA_OK;
}

static inline tectra_status bench_open_orders_(void *context, tectra_order *orders, uint32_t capacity,
                                               uint32_t *count) {
    bench *b = context;
    *count = 0;
    for (uint32_t at = 0; at < b->order_count; at++) {
        const bench_order *order = &b->orders[at];
        if (order->state >= TECTRA_ORDER_FILLED) continue;
        if (*count < capacity)
            orders[*count] = (tectra_order){.header = TECTRA_HEADER(tectra_order, TECTRA_ORDER),
                                            .order_id = at + 1,
                                            .client_id = at + 1,
                                            .instrument = order->request.instrument,
                                            .state = order->state,
                                            .side = order->request.side,
                                            .type = order->request.type,
                                            .time_in_force = order->request.time_in_force,
                                            .price = order->request.price,
                                            .quantity = order->request.quantity,
                                            .filled = order->filled};
        ++*count;
    }
    return TECTRA_OK;
}

static inline tectra_status bench_book_(void *context, uint32_t instrument, tectra_book *book) {
    bench *b = context;
    if (instrument >= b->instrument_count) return TECTRA_UNKNOWN;
    const tectra_tick *tick = &b->ticks[instrument];
    *book = (tectra_book){.header = TECTRA_HEADER(tectra_book, TECTRA_BOOK), .instrument = instrument};
    for (int at = 0; at < TECTRA_BOOK_DEPTH; at++)
        book->bids[at].price = book->asks[at].price = TECTRA_PRICE_NONE;
    if (tick->sequence == 0) return TECTRA_OK;
    book->bids[0] = (tectra_level){.price = tick->bid_price, .quantity = tick->bid_quantity};
    book->asks[0] = (tectra_level){.price = tick->ask_price, .quantity = tick->ask_quantity};
    return TECTRA_OK;
}

static inline tectra_status bench_definition_(void *context, uint32_t instrument, tectra_instrument *definition) {
    bench *b = context;
    if (instrument >= b->instrument_count) return TECTRA_UNKNOWN;
    *definition = b->instruments[instrument];
    return TECTRA_OK;
}

static inline void bench_log_(void *context, uint8_t level, const char *text, size_t length) {
    bench *b = context;
    (void)level;
    snprintf(b->log, sizeof b->log, "%.*s", (int)(length > TECTRA_LOG_TEXT ? TECTRA_LOG_TEXT : length), text);
}

static inline int64_t bench_now_(void *context) { return ((bench *)context)->now; }

/// xorshift64: the same numbers in every run.
static inline uint64_t bench_random_(void *context) {
    bench *b = context;
    b->random ^= b->random << 13;
    b->random ^= b->random >> 7;
    return b->random ^= b->random << 17;
}

static inline const void *bench_extension_(void *context, const char *name) {
    (void)context, (void)name;
    return NULL;
}

// MARK: - Life

/// A parameter for `bench_open` and `bench_configure`.
static inline tectra_parameter bench_integer(const char *name, int64_t value) {
    tectra_parameter made = {.header = TECTRA_HEADER(tectra_parameter, TECTRA_PARAMETER),
                             .kind = TECTRA_INTEGER,
                             .integer = value};
    snprintf(made.name, sizeof made.name, "%s", name);
    return made;
}

static inline tectra_parameter bench_number(const char *name, double value) {
    tectra_parameter made = bench_integer(name, 0);
    made.kind = TECTRA_NUMBER;
    made.number = value;
    return made;
}

static inline tectra_parameter bench_text(const char *name, const char *value) {
    tectra_parameter made = bench_integer(name, 0);
    made.kind = TECTRA_TEXT;
    snprintf(made.text, sizeof made.text, "%s", value);
    return made;
}

/// Makes the strategy without starting it, so that a state can be loaded first; 1 when init took
/// the parameters.
static inline int bench_make(bench *b, const tectra_strategy_vtable *table, const tectra_parameter *parameters,
                             uint32_t count) {
    memset(b, 0, sizeof *b);
    b->now = 1700000000000000000LL;
    b->random = 1;
    b->table = table;
    b->host = (tectra_host){.struct_size = sizeof b->host, .revision = 1, .context = b, .submit = bench_submit_,
        .modify = bench_modify_, .cancel = bench_cancel_request_, .cancel_all = bench_cancel_all_,
        .emit_signal = bench_signal_, .set_timer = bench_set_timer_, .position = bench_position_,
        .pnl = bench_pnl_, .open_orders = bench_open_orders_, .book = bench_book_,
        .instrument = bench_definition_, .log = bench_log_, .now = bench_now_, .random = bench_random_,
        .extension = bench_extension_};
    b->self = table ? table->init(&b->host, parameters, count, b->error, sizeof b->error) : NULL;
    return b->self != NULL;
}

/// Makes and starts the strategy; 1 when both went well.
static inline int bench_open(bench *b, const tectra_strategy_vtable *table, const tectra_parameter *parameters,
                             uint32_t count) {
    return bench_make(b, table, parameters, count) && (!table->start || table->start(b->self) == TECTRA_OK);
}

/// The last call.
static inline void bench_close(bench *b) {
    if (b->self) b->table->shutdown(b->self);
    b->self = NULL;
}

static inline tectra_status bench_configure(bench *b, const tectra_parameter *parameters, uint32_t count) {
    return b->table->on_config_update ? b->table->on_config_update(b->self, parameters, count) : TECTRA_OK;
}

// MARK: - The market

/// Announces an instrument with a tick size of one cent; its id counts from 0.
static inline uint32_t bench_instrument(bench *b, const char *symbol) {
    if (b->instrument_count == BENCH_INSTRUMENTS) {
        fputs("testkit: too many instruments\n", stderr);
        exit(2);
    }
    tectra_instrument *made = &b->instruments[b->instrument_count];
    *made = (tectra_instrument){.header = TECTRA_HEADER(tectra_instrument, TECTRA_INSTRUMENT),
                                .instrument = b->instrument_count,
                                .tick_size = 10000000,
                                .lot_size = 100};
    snprintf(made->symbol, sizeof made->symbol, "%s", symbol);
    return b->instrument_count++;
}

/// The best bid and ask have changed. A price of NAN is an empty side.
static inline void bench_tick(bench *b, uint32_t instrument, double bid, int64_t bid_quantity, double ask,
                              int64_t ask_quantity) {
    tectra_tick tick = {.header = TECTRA_HEADER(tectra_tick, TECTRA_TICK),
                        .sequence = ++b->sequence,
                        .time = b->now,
                        .instrument = instrument,
                        .bid_price = isnan(bid) ? TECTRA_PRICE_NONE : bench_price(bid),
                        .ask_price = isnan(ask) ? TECTRA_PRICE_NONE : bench_price(ask),
                        .bid_quantity = isnan(bid) ? 0 : bid_quantity,
                        .ask_quantity = isnan(ask) ? 0 : ask_quantity};
    if (instrument < b->instrument_count) b->ticks[instrument] = tick;
    if (b->table->on_tick) b->table->on_tick(b->self, &tick);
}

/// How an instrument trades, as told at the start and at each change: T trading, H, P or Q (market.h).
static inline void bench_status(bench *b, uint32_t instrument, char state) {
    tectra_market_status status = {.header = TECTRA_HEADER(tectra_market_status, TECTRA_MARKET_STATUS),
        .sequence = ++b->sequence, .time = b->now, .instrument = instrument, .kind = TECTRA_STATUS_TRADING,
        .flags = state == 'T' ? 0 : TECTRA_DATA_HALTED, .state = (uint8_t)state, .direction = 'N'};
    if (b->table->on_status) b->table->on_status(b->self, &status);
}

/// Moves event time on; timers that come due on the way fire.
static inline void bench_advance(bench *b, int64_t nanoseconds) {
    int64_t end = b->now + nanoseconds;
    for (;;) {
        int next = -1;
        for (int at = 0; at < BENCH_TIMERS; at++)
            if (b->timers[at].due != 0 && b->timers[at].due <= end &&
                (next < 0 || b->timers[at].due < b->timers[next].due))
                next = at;
        if (next < 0) break;
        tectra_timer timer = {.header = TECTRA_HEADER(tectra_timer, TECTRA_TIMER),
                              .sequence = ++b->sequence,
                              .timer_id = b->timers[next].id,
                              .due = b->timers[next].due};
        if (timer.due > b->now) b->now = timer.due;
        timer.time = b->now;
        b->timers[next].due = 0;
        if (b->table->on_timer) b->table->on_timer(b->self, &timer);
    }
    b->now = end;
}

// MARK: - What becomes of orders

/// Tells the strategy that order `at` (its index) is in a state now.
static inline void bench_state(bench *b, uint32_t at, uint8_t state, uint16_t reason) {
    bench_order *order = &b->orders[at];
    order->state = state;
    tectra_order record = {.header = TECTRA_HEADER(tectra_order, TECTRA_ORDER),
                           .sequence = ++b->sequence,
                           .time = b->now,
                           .order_id = at + 1,
                           .client_id = at + 1,
                           .instrument = order->request.instrument,
                           .state = state,
                           .side = order->request.side,
                           .type = order->request.type,
                           .time_in_force = order->request.time_in_force,
                           .price = order->request.price,
                           .quantity = order->request.quantity,
                           .filled = order->filled,
                           .reason = reason};
    if (b->table->on_order) b->table->on_order(b->self, &record);
}

static inline void bench_reject(bench *b, uint32_t at, uint16_t reason) {
    bench_state(b, at, TECTRA_ORDER_REJECTED, reason);
}

static inline void bench_cancel(bench *b, uint32_t at) {
    bench_state(b, at, TECTRA_ORDER_CANCELLED, TECTRA_REASON_REQUESTED);
}

/// Fills `quantity` of order `at` at its own price.
static inline void bench_fill(bench *b, uint32_t at, int64_t quantity) {
    bench_order *order = &b->orders[at];
    int64_t sign = order->request.side == TECTRA_BUY ? 1 : -1;
    order->filled += quantity;
    if (order->request.instrument < b->instrument_count)
        b->positions[order->request.instrument] += sign * quantity;
    tectra_fill record = {.header = TECTRA_HEADER(tectra_fill, TECTRA_FILL),
                          .sequence = ++b->sequence,
                          .time = b->now,
                          .order_id = at + 1,
                          .client_id = at + 1,
                          .fill_id = b->sequence,
                          .instrument = order->request.instrument,
                          .side = order->request.side,
                          .liquidity = TECTRA_TAKER,
                          .price = order->request.price,
                          .quantity = quantity,
                          .remaining = order->request.quantity - order->filled};
    if (b->table->on_fill) b->table->on_fill(b->self, &record);
    bench_state(b, at, record.remaining == 0 ? TECTRA_ORDER_FILLED : TECTRA_ORDER_PARTIALLY_FILLED,
                TECTRA_REASON_NONE);
}

#endif
