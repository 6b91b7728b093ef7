/// What the fields of records hold: the message header, the ids of records, and the values of small fields.
#ifndef TECTRA_VALUES_H
#define TECTRA_VALUES_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The SBE schema that every header names.
#define TECTRA_SCHEMA_ID 7363
#define TECTRA_SCHEMA_VERSION 1

/// How many currency units of 1e-9 make one.
#define TECTRA_PRICE_SCALE 1000000000LL

/// "No price": an empty side of a book, the price of a market order.
#define TECTRA_PRICE_NONE INT64_MIN

/// Stands for every instrument where a record names one.
#define TECTRA_ALL_INSTRUMENTS UINT32_MAX

/// The SBE message header. `block_length` is the size of the record without these 8 bytes.
typedef struct tectra_header {
    uint16_t block_length;
    uint16_t template_id;
    uint16_t schema_id;
    uint16_t version;
} tectra_header;

/// Template ids. Market records are 1–15, host-to-strategy records 16–31, strategy-to-host
/// records 32–47; 64 and above are the journal's own (journal.h).
enum {
    TECTRA_TICK = 1,
    TECTRA_TRADE = 2,
    TECTRA_BOOK = 3,
    TECTRA_BAR = 4,
    TECTRA_INSTRUMENT = 5,
    TECTRA_FEED_STATE = 6,
    TECTRA_MARKET_STATUS = 7,

    TECTRA_ORDER = 16,
    TECTRA_FILL = 17,
    TECTRA_POSITION = 18,
    TECTRA_TIMER = 19,
    TECTRA_PARAMETER = 20,
    TECTRA_COMMAND = 21,
    TECTRA_KILL = 22,
    TECTRA_STATE_IN = 23,

    TECTRA_SUBMIT = 32,
    TECTRA_MODIFY = 33,
    TECTRA_CANCEL = 34,
    TECTRA_CANCEL_ALL = 35,
    TECTRA_SIGNAL = 36,
    TECTRA_LOG = 37,
    TECTRA_SET_TIMER = 38,
    TECTRA_LAPPED = 39,
    TECTRA_STATE_OUT = 40,
    TECTRA_CONFIGURED = 41,
};

// MARK: - Values of the small fields

/// `side` of orders, fills and of a trade's aggressor.
enum { TECTRA_SIDE_NONE = 0, TECTRA_BUY = 1, TECTRA_SELL = 2 };

/// `type` of an order.
enum { TECTRA_LIMIT = 1, TECTRA_MARKET = 2 };

/// `time_in_force` of an order.
enum { TECTRA_DAY = 1, TECTRA_IOC = 2, TECTRA_FOK = 3 };

/// Bits of an order's `flags`. A post-only order that would take liquidity is rejected.
enum { TECTRA_POST_ONLY = 1 };

/// `state` of an order. New is before risk and venue; the last four are final.
enum {
    TECTRA_ORDER_NEW = 1,
    TECTRA_ORDER_ACCEPTED = 2,
    TECTRA_ORDER_PARTIALLY_FILLED = 3,
    TECTRA_ORDER_PENDING_CANCEL = 4,
    TECTRA_ORDER_PENDING_REPLACE = 5,
    TECTRA_ORDER_REPLACED = 6,
    TECTRA_ORDER_FILLED = 7,
    TECTRA_ORDER_CANCELLED = 8,
    TECTRA_ORDER_REJECTED = 9,
    TECTRA_ORDER_EXPIRED = 10,
};

/// `reason` of an order record, and `rule` of a verdict: why it is as it is.
enum {
    TECTRA_REASON_NONE = 0,
    // Risk: `limit` and `observed` say by how much.
    TECTRA_REASON_PRICE_BAND = 1,
    TECTRA_REASON_MAX_QUANTITY = 2,
    TECTRA_REASON_MAX_NOTIONAL = 3,
    TECTRA_REASON_MAX_POSITION = 4,
    TECTRA_REASON_CREDIT = 5,
    TECTRA_REASON_THROTTLE = 6,
    TECTRA_REASON_SELF_MATCH = 7,
    TECTRA_REASON_NO_REFERENCE_PRICE = 8,
    TECTRA_REASON_LIMITS_NOT_SET = 9,
    TECTRA_REASON_DRY_RUN = 10,
    TECTRA_REASON_FIRM_MAX_NOTIONAL = 11,
    TECTRA_REASON_FIRM_MAX_POSITION = 12,
    TECTRA_REASON_FIRM_CREDIT = 13,
    TECTRA_REASON_FIRM_THROTTLE = 14,
    // State of the host or the strategy.
    TECTRA_REASON_KILLED = 32,
    TECTRA_REASON_PAUSED = 33,
    TECTRA_REASON_NOT_RUNNING = 34,
    TECTRA_REASON_WORKER_LOST = 35,
    TECTRA_REASON_STOPPED = 36,
    // The request itself.
    TECTRA_REASON_UNKNOWN_INSTRUMENT = 48,
    TECTRA_REASON_UNKNOWN_ORDER = 49,
    TECTRA_REASON_DUPLICATE_ID = 50,
    TECTRA_REASON_BAD_PRICE = 51,
    TECTRA_REASON_BAD_QUANTITY = 52,
    TECTRA_REASON_BAD_FIELD = 53,
    TECTRA_REASON_TOO_LATE = 54,
    TECTRA_REASON_TOO_MANY_ORDERS = 55,
    // The venue.
    TECTRA_REASON_WOULD_CROSS = 64,
    TECTRA_REASON_NO_LIQUIDITY = 65,
    TECTRA_REASON_NOT_TRADING = 66,
    TECTRA_REASON_REQUESTED = 67,
    TECTRA_REASON_END_OF_DAY = 68,
};

/// `liquidity` of a fill: whether the order made it (was resting) or took it.
enum { TECTRA_MAKER = 1, TECTRA_TAKER = 2 };

/// Bits of `flags` in market records: what is known about the data behind them.
enum {
    TECTRA_DATA_HALTED = 1u << 0,      ///< the instrument is not in continuous trading
    TECTRA_DATA_CROSSED = 1u << 1,     ///< bid is at or above ask
    TECTRA_DATA_GAP = 1u << 2,         ///< messages were lost and not recovered
    TECTRA_DATA_AUCTION = 1u << 3,     ///< the trade is a cross, not a continuous match
    TECTRA_DATA_HIDDEN = 1u << 4,      ///< the trade was against a non-displayed order
    TECTRA_DATA_BROKEN = 1u << 5,      ///< the trade was later broken; price and quantity as first told
    TECTRA_DATA_SNAPSHOT = 1u << 6,    ///< a full state after a gap, not a change
    TECTRA_DATA_STALE = 1u << 7,       ///< nothing was heard of a trading instrument for a minute before it
    TECTRA_DATA_EARLIER_BROKEN = 1u << 8,  ///< of a bar: a trade of an earlier one was broken after it was sent
    TECTRA_DATA_AS_TOLD = 1u << 9,     ///< of a bar with BROKEN: its four prices still know the broken trade
    TECTRA_DATA_WITHHELD = 1u << 10,   ///< the operator shows nothing of the instrument until a record without it
};

/// `command` of a command record.
enum {
    TECTRA_COMMAND_START = 1,
    TECTRA_COMMAND_PAUSE = 2,
    TECTRA_COMMAND_RESUME = 3,
    TECTRA_COMMAND_STOP = 4,
    TECTRA_COMMAND_CONFIGURE = 5,      ///< the parameter records before it are one whole change
    TECTRA_COMMAND_SAVE_STATE = 6,
    TECTRA_COMMAND_LOAD_STATE = 7,     ///< the state records before it are one whole state
    TECTRA_COMMAND_ADOPT = 8,          ///< another version takes over; client ids rise above `value`
    TECTRA_COMMAND_GET_CONFIG = 9,     ///< tell the parameters that are in force
};

/// `kind` of a parameter: which of its value fields counts.
enum { TECTRA_INTEGER = 1, TECTRA_NUMBER = 2, TECTRA_TEXT = 3 };

/// `type` of a signal.
enum {
    TECTRA_SIGNAL_FLAT = 0,
    TECTRA_SIGNAL_LONG = 1,
    TECTRA_SIGNAL_SHORT = 2,
    TECTRA_SIGNAL_EXIT = 3,
    TECTRA_SIGNAL_INFO = 4,
};

/// `level` of a log line.
enum { TECTRA_LOG_DEBUG = 1, TECTRA_LOG_INFO = 2, TECTRA_LOG_WARNING = 3, TECTRA_LOG_ERROR = 4 };

/// Bits of `wants`: which market records a strategy is sent.
enum {
    TECTRA_WANTS_TICKS = 1,
    TECTRA_WANTS_TRADES = 2,
    TECTRA_WANTS_BOOKS = 4,
    TECTRA_WANTS_BARS = 8,           ///< bars by time
    TECTRA_WANTS_TICK_BARS = 16,     ///< bars of so many trades; this and what follows since 1.2
    TECTRA_WANTS_VOLUME_BARS = 32,   ///< bars of so many shares
    TECTRA_WANTS_NOTIONAL_BARS = 64, ///< bars of so much money
    TECTRA_WANTS_STATUS = 128,       ///< trading states, imbalances before auctions, crosses
};

/// `kind` of a bar.
enum { TECTRA_BAR_TIME = 1, TECTRA_BAR_TICK = 2, TECTRA_BAR_VOLUME = 3, TECTRA_BAR_NOTIONAL = 4 };

/// Fills in a header for the record type `type` with template id `id`.
#define TECTRA_HEADER(type, id) \
    ((tectra_header){(uint16_t)(sizeof(type) - sizeof(tectra_header)), (id), TECTRA_SCHEMA_ID, TECTRA_SCHEMA_VERSION})

#ifdef __cplusplus
}
#endif
#endif
