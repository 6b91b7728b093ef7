/// Private records: from the host to one strategy. Its orders, fills, positions, timers, parameters, commands, state.
#ifndef TECTRA_PRIVATE_H
#define TECTRA_PRIVATE_H

#include "values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A change of state of one of the strategy's orders.
typedef struct tectra_order {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint64_t order_id;       ///< the host's number, unique in the session
    uint64_t client_id;      ///< the number that submit returned
    uint32_t instrument;
    uint8_t state;
    uint8_t side;
    uint8_t type;
    uint8_t time_in_force;
    int64_t price;           ///< TECTRA_PRICE_NONE for a market order
    int64_t quantity;        ///< the whole order
    int64_t filled;          ///< of it, so far
    int64_t average_price;   ///< of the fills so far, rounded to nearest; 0 before the first
    uint16_t reason;
    uint8_t flags;
    uint8_t reserved[5];
    int64_t limit;           ///< the limit that was hit, in the rule's unit; else 0
    int64_t observed;        ///< what was observed against it; else 0
} tectra_order;

/// An execution of one of the strategy's orders.
typedef struct tectra_fill {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint64_t order_id;
    uint64_t client_id;
    uint64_t fill_id;        ///< the host's number, unique in the session
    uint32_t instrument;
    uint8_t side;
    uint8_t liquidity;
    uint16_t data_flags;     ///< TECTRA_DATA_…: of the market data at the fill
    int64_t price;
    int64_t quantity;
    int64_t remaining;       ///< of the order, after this fill
    int64_t fee;             ///< paid; negative is a rebate
} tectra_fill;

/// The strategy's position in one instrument, after a fill.
typedef struct tectra_position {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint32_t instrument;
    uint32_t reserved;
    int64_t quantity;        ///< negative is short
    int64_t average_price;   ///< average cost, rounded to nearest; 0 when flat
    int64_t realized;        ///< profit and loss of what was closed, before fees
    int64_t unrealized;      ///< of what is open, at the mid price
    int64_t fees;
} tectra_position;

/// A timer that the strategy set has come due.
typedef struct tectra_timer {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint64_t timer_id;
    int64_t due;
} tectra_timer;

/// One named parameter. `name` and `text` are UTF-8, zero-padded, and always end in a zero.
typedef struct tectra_parameter {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    char name[40];
    uint8_t kind;
    uint8_t reserved[7];
    int64_t integer;
    double number;
    char text[64];
} tectra_parameter;

/// A step in the strategy's life; the worker turns it into callbacks.
typedef struct tectra_command {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t command;
    uint8_t reserved[7];
    uint64_t value;
} tectra_command;

/// Trading was stopped for this strategy. Its open orders are being cancelled by the host.
typedef struct tectra_kill {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t scope;           ///< 1 this strategy, 2 the whole firm
    uint8_t reserved[7];
    char text[64];           ///< who and why, for people
} tectra_kill;

/// Bytes in one state record.
#define TECTRA_STATE_CHUNK 192

/// A piece of a saved state, in either direction.
typedef struct tectra_state {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    uint32_t offset;         ///< of these bytes in the whole
    uint32_t total;          ///< bytes of the whole
    uint32_t length;         ///< bytes that count here
    uint32_t schema;         ///< the state-schema revision of the strategy that saved it
    uint8_t bytes[TECTRA_STATE_CHUNK];
} tectra_state;

#ifdef __cplusplus
}
#endif
#endif
