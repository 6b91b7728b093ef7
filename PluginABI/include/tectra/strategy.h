/// The contract between the host and a strategy: one exported function, two tables.
///
/// A plugin is a shared library that exports exactly one symbol, `tectra_strategy_entry`. It
/// returns a table of callbacks; `init` receives the host's table of services. A callback or
/// service that is not there is NULL.
///
/// ## Rules
/// - **Threads.** The host calls every callback from one thread, one at a time. A service may be
///   called only from inside a callback, on that thread.
/// - **Ownership.** Nobody frees what the other side made. A pointer handed to a callback or a
///   service is valid until that call returns.
/// - **Determinism.** Time, randomness, timers and data come only from the host. A strategy that
///   keeps to this gives the same orders for the same events, every time, and can be replayed.
/// - **Errors.** Status codes. Nothing is thrown across the boundary; a trap ends the worker.
/// - **Growth.** Every table begins with its size and revision and only grows at its end.
///
/// ## Lifecycle: which call is legal when
///
///     state      callbacks that may come                                    next
///     created    init                                                       ready, or the worker ends
///     ready      load_state, get_config, start, shutdown                    running, ended
///     running    on_tick on_book on_trade on_bar on_order on_fill           paused, killed, ended
///                on_timer on_feed_state on_status
///                on_config_update on_kill
///                get_config save_state
///     paused     on_order on_fill on_config_update on_kill                  running, ended
///                get_config save_state; submit and modify are refused
///     killed     as paused; only clearing the kill switch resumes           running, ended
///     ended      none: shutdown was the last
#ifndef TECTRA_STRATEGY_H
#define TECTRA_STRATEGY_H

#include <stddef.h>

#include "records.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Must match the host's.
#define TECTRA_ABI_MAJOR 1
/// Must be at most the host's.
#define TECTRA_ABI_MINOR 2
/// Both in one word, as entry gets and the table gives it.
#define TECTRA_ABI_VERSION ((TECTRA_ABI_MAJOR << 16) | TECTRA_ABI_MINOR)

/// What a service or callback says about how it went.
typedef int32_t tectra_status;
enum {
    TECTRA_OK = 0,
    TECTRA_INVALID = -1,     ///< an argument is out of range
    TECTRA_FULL = -2,        ///< no room: the request was not taken; try again at a later event
    TECTRA_UNKNOWN = -3,     ///< no such order, instrument or parameter
    TECTRA_NOT_NOW = -4,     ///< not legal in this state (see the table above)
    TECTRA_FAILED = -5,      ///< a callback could not do it; the host treats it as a fault
};

/// What a new order should be.
typedef struct tectra_order_request {
    uint32_t instrument;
    uint8_t side;
    uint8_t type;
    uint8_t time_in_force;
    uint8_t flags;
    int64_t price;           ///< TECTRA_PRICE_NONE for a market order
    int64_t quantity;
} tectra_order_request;

/// Profit and loss of the whole strategy.
typedef struct tectra_pnl {
    int64_t realized;        ///< before fees
    int64_t unrealized;      ///< at the mid price, as of the last fill or tick seen
    int64_t fees;
} tectra_pnl;

/// The services of the host.
///
/// Reads (`position`, `pnl`, `open_orders`, `book`, `instrument`) speak of the world as of the
/// event being handled, so that a replay sees the same.
typedef struct tectra_host {
    uint32_t struct_size;
    uint32_t revision;
    void *context;           ///< hand it back as the first argument of every service

    /// Sends an order. On TECTRA_OK `client_id` names it from now on; what became of it comes
    /// through on_order.
    tectra_status (*submit)(void *context, const tectra_order_request *request, uint64_t *client_id);
    /// Asks for another price or whole quantity of an open order.
    tectra_status (*modify)(void *context, uint64_t client_id, int64_t price, int64_t quantity);
    tectra_status (*cancel)(void *context, uint64_t client_id);
    /// Cancels every open order of an instrument, or of all (TECTRA_ALL_INSTRUMENTS).
    tectra_status (*cancel_all)(void *context, uint32_t instrument);
    /// Tells what the strategy thinks. `metadata` is UTF-8, at most 63 bytes are kept.
    tectra_status (*emit_signal)(void *context, int64_t timestamp, uint32_t instrument, uint8_t type,
                                 double confidence, const char *metadata, size_t metadata_length);
    /// Asks for on_timer when event time reaches `due`. The same id replaces; due 0 removes.
    tectra_status (*set_timer)(void *context, uint64_t timer_id, int64_t due);
    /// Fills in the position in an instrument; zero when there never was one.
    tectra_status (*position)(void *context, uint32_t instrument, tectra_position *position);
    tectra_status (*pnl)(void *context, tectra_pnl *pnl);
    /// Copies the latest record of at most `capacity` open orders; `count` becomes how many there are.
    tectra_status (*open_orders)(void *context, tectra_order *orders, uint32_t capacity, uint32_t *count);
    /// The latest known book: ten levels where the strategy is sent books, else the top.
    tectra_status (*book)(void *context, uint32_t instrument, tectra_book *book);
    /// The definition of an instrument that was announced.
    tectra_status (*instrument)(void *context, uint32_t instrument, tectra_instrument *definition);
    /// Writes a log line; UTF-8, at most TECTRA_LOG_TEXT bytes are kept.
    void (*log)(void *context, uint8_t level, const char *text, size_t length);
    /// Time of the event being handled.
    int64_t (*now)(void *context);
    /// The next 64 bits of the strategy's seeded random sequence.
    uint64_t (*random)(void *context);
    /// A table of further services by name, `com.vendor.name/1`; NULL when there is none.
    const void *(*extension)(void *context, const char *name);
} tectra_host;

/// What a plugin says about itself. Texts are UTF-8 and live as long as the library.
typedef struct tectra_descriptor {
    uint32_t struct_size;
    uint32_t revision;
    const char *name;        ///< at most 39 bytes, [a-z0-9-]
    const char *version;     ///< at most 23 bytes, semantic
    const char *author;
    uint32_t wants;          ///< bits TECTRA_WANTS_…: which market records to send
    uint32_t state_schema;   ///< revision of what save_state writes
} tectra_descriptor;

/// Sizes and offsets as the plugin's compiler laid them out. The host refuses a plugin whose
/// numbers are not its own: a wrong packing or target shows here, not in a wrong price.
typedef struct tectra_layout {
    uint16_t tick_size, tick_bid_price;
    uint16_t trade_size, trade_price;
    uint16_t book_size, book_asks;
    uint16_t bar_size, bar_close;
    uint16_t order_size, order_state;
    uint16_t fill_size, fill_price;
    uint16_t position_size, position_quantity;
    uint16_t parameter_size, parameter_number;
    uint16_t host_size, host_submit;
    uint16_t vtable_size, vtable_init;
} tectra_layout;

/// The callbacks of a strategy. `self` is what init gave. Those marked * must be there.
typedef struct tectra_strategy_vtable {
    uint32_t struct_size;
    uint32_t abi_version;            ///< TECTRA_ABI_VERSION of the headers it was built with
    tectra_layout layout;
    const tectra_descriptor *descriptor; ///< *

    /// * Makes the strategy. NULL with a text in `error` (ends in a zero) refuses the parameters.
    void *(*init)(const tectra_host *host, const tectra_parameter *parameters, uint32_t count,
                  char *error, size_t error_capacity);
    /// Market events may come from now on.
    tectra_status (*start)(void *self);
    void (*on_tick)(void *self, const tectra_tick *tick);
    void (*on_book)(void *self, const tectra_book *book);
    void (*on_trade)(void *self, const tectra_trade *trade);
    void (*on_bar)(void *self, const tectra_bar *bar);
    void (*on_order)(void *self, const tectra_order *order);
    void (*on_fill)(void *self, const tectra_fill *fill);
    void (*on_timer)(void *self, const tectra_timer *timer);
    /// The whole change or nothing: a status other than OK leaves the old parameters in force.
    tectra_status (*on_config_update)(void *self, const tectra_parameter *parameters, uint32_t count);
    void (*on_kill)(void *self, const tectra_kill *kill);
    /// Writes at most `capacity` parameters as they are in force; returns how many there are.
    uint32_t (*get_config)(void *self, tectra_parameter *parameters, uint32_t capacity);
    /// Writes the state; returns its size. When that is over `capacity` nothing counts and the
    /// host calls again with more room.
    size_t (*save_state)(void *self, uint8_t *bytes, size_t capacity);
    /// Takes a state that save_state of schema revision `schema` wrote.
    tectra_status (*load_state)(void *self, const uint8_t *bytes, size_t length, uint32_t schema);
    /// * The last call; frees `self`.
    void (*shutdown)(void *self);
    /// The feed lost messages for good, or is sound again. Since 1.1.
    void (*on_feed_state)(void *self, const tectra_feed_state *state);
    /// An instrument's trading state, auction imbalance or cross. Since 1.2.
    void (*on_status)(void *self, const tectra_market_status *status);
} tectra_strategy_vtable;

/// The layout that this compiler makes of these headers.
#define TECTRA_LAYOUT                                                                              \
    {sizeof(tectra_tick), offsetof(tectra_tick, bid_price), sizeof(tectra_trade),                  \
     offsetof(tectra_trade, price), sizeof(tectra_book), offsetof(tectra_book, asks),              \
     sizeof(tectra_bar), offsetof(tectra_bar, close), sizeof(tectra_order),                        \
     offsetof(tectra_order, state), sizeof(tectra_fill), offsetof(tectra_fill, price),             \
     sizeof(tectra_position), offsetof(tectra_position, quantity), sizeof(tectra_parameter),       \
     offsetof(tectra_parameter, number), sizeof(tectra_host), offsetof(tectra_host, submit),       \
     sizeof(tectra_strategy_vtable), offsetof(tectra_strategy_vtable, init)}

/// TECTRA_LAYOUT as a value, for languages that have no C macros.
static inline tectra_layout tectra_layout_here(void) {
    tectra_layout layout = TECTRA_LAYOUT;
    return layout;
}

/// The one symbol of a plugin. `host_abi` is the host's TECTRA_ABI_VERSION. The table lives as
/// long as the library; NULL refuses the host.
__attribute__((visibility("default")))
const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi);

#ifdef __cplusplus
}
#endif
#endif
