/// What the core says to the journal alone, and notes about a run, which a replay passes over.
#ifndef TECTRA_OUTPUTS_H
#define TECTRA_OUTPUTS_H

#include "values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What risk decided about one submit or modify, and by which limit.
typedef struct tectra_verdict {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint64_t order_id;
    uint64_t client_id;
    uint64_t limits_version;
    uint32_t instrument;
    uint8_t accepted;        ///< 1 or 0
    uint8_t side;
    uint16_t rule;           ///< TECTRA_REASON_…; none when accepted
    int64_t price;           ///< that the order was valued at
    int64_t quantity;
    int64_t limit;           ///< in the rule's unit; 0 when accepted
    int64_t observed;
    int64_t headroom;        ///< limit minus observed; negative is by how much too much
    uint8_t dry_run;
    uint8_t tier;            ///< of the worker that asked
    uint8_t reserved[2];
    uint32_t data_flags;     ///< TECTRA_DATA_…: of the market data that it was judged on
    /// Of the second seccomp filter of the worker that asked: the first 16 hexadecimal digits of its SHA-256, as a
    /// number. The whole is in the deploy or promote record before; 0 is not sandboxed.
    uint64_t filter;
} tectra_verdict;

/// `state` of a strategy.
enum {
    TECTRA_STRATEGY_LOADING = 1,
    TECTRA_STRATEGY_CHECKING = 2,
    TECTRA_STRATEGY_READY = 3,
    TECTRA_STRATEGY_RUNNING = 4,
    TECTRA_STRATEGY_PAUSED = 5,
    TECTRA_STRATEGY_STOPPING = 6,
    TECTRA_STRATEGY_STOPPED = 7,
    TECTRA_STRATEGY_FAULTED = 8,
};

/// A strategy's life moved on.
typedef struct tectra_strategy_state {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t from;
    uint8_t to;
    uint8_t cause;           ///< TECTRA_LOST_… when faulted
    uint32_t open_orders_cancelled;
    char text[64];
} tectra_strategy_state;

/// The kill switch as it now stands.
typedef struct tectra_kill_state {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t engaged;
    uint8_t reserved[2];
    uint32_t orders_cancelled;
    char text[64];
} tectra_kill_state;

/// Host clock at the end of handling an input; kept for orders, so that a trace shows each hop.
typedef struct tectra_stamp {
    tectra_header header;
    uint64_t sequence;       ///< of the input it speaks of
    int64_t published;       ///< CLOCK_REALTIME, ns
} tectra_stamp;

/// How a request of a shadow differs from the trading version's.
enum {
    TECTRA_SHADOW_EXTRA = 1,     ///< only the shadow asked
    TECTRA_SHADOW_MISSING = 2,   ///< only the trading version asked
    TECTRA_SHADOW_OTHER = 3,     ///< both asked, in other words
};

/// A request of a version in shadow that is not the trading version's, or the reverse.
typedef struct tectra_shadow_difference {
    tectra_header header;
    uint64_t sequence;       ///< of the event that caused it
    uint8_t strategy;
    uint8_t kind;            ///< TECTRA_SHADOW_…
    uint16_t template_id;    ///< of the trading version's request; 0 when missing
    uint16_t shadow_template_id;
    uint8_t reserved[2];
    uint64_t client_id;
    int64_t price;
    int64_t quantity;
    uint64_t shadow_client_id;
    int64_t shadow_price;
    int64_t shadow_quantity;
} tectra_shadow_difference;

#ifdef __cplusplus
}
#endif
#endif
