/// The records that cross the boundary between the host and a strategy.
///
/// Every record is one SBE message: the 8-byte SBE message header, then one fixed little-endian
/// block with natural alignment. The same bytes are the C struct below, so reading one costs
/// nothing; `schema/tectra.xml` describes them for any other SBE implementation, and a test holds
/// the two against each other byte by byte.
///
/// Units, everywhere:
///   price      int64, 1e-9 of the currency unit (12.34 is 12'340'000'000)
///   quantity   int64, whole shares or contracts
///   money      int64, 1e-9 of the currency unit
///   time       int64, nanoseconds since the Unix epoch, taken from the event, never from a clock
///   sequence   uint64, the host's global input sequence; it starts at 1
///
/// A record holds no pointer, no bool and no C enum, and no floating point for money. Reserved
/// bytes are zero. A record only ever grows at its end: a reader takes the smaller of its own
/// size and the header's block_length.
#ifndef TECTRA_RECORDS_H
#define TECTRA_RECORDS_H

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

// MARK: - Market records (host to every strategy)

/// Top of book after a change. One cache line.
typedef struct tectra_tick {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint32_t instrument;
    uint32_t flags;
    int64_t bid_price;       ///< TECTRA_PRICE_NONE when there is no bid
    int64_t ask_price;       ///< TECTRA_PRICE_NONE when there is no ask
    int64_t bid_quantity;
    int64_t ask_quantity;
} tectra_tick;

/// A trade on the market, of anybody. One cache line.
typedef struct tectra_trade {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint32_t instrument;
    uint32_t flags;
    int64_t price;
    int64_t quantity;
    uint64_t match_id;       ///< the venue's number of the match
    uint8_t aggressor;       ///< side that took liquidity; TECTRA_SIDE_NONE when not known
    uint8_t reserved[7];
} tectra_trade;

/// One price level of a book. An absent level has price TECTRA_PRICE_NONE and quantity 0.
typedef struct tectra_level {
    int64_t price;
    int64_t quantity;
    uint32_t orders;
    uint32_t reserved;
} tectra_level;

/// Levels on each side of a book record.
#define TECTRA_BOOK_DEPTH 10

/// The best levels of a book, best first. Eight cache lines.
typedef struct tectra_book {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint32_t instrument;
    uint32_t flags;
    tectra_level bids[TECTRA_BOOK_DEPTH];
    tectra_level asks[TECTRA_BOOK_DEPTH];
} tectra_book;

/// `kind` of a status record: what is new. Every field says what is known, whatever the kind.
enum {
    TECTRA_STATUS_TRADING = 1,       ///< trading state, venue halt, short-sale restriction, collars
    TECTRA_STATUS_IMBALANCE = 2,     ///< the net order imbalance before an auction
    TECTRA_STATUS_CROSS = 3,         ///< an auction has traded
};

/// A finished bar. A time bar comes with the first event at or after its end, which `time` is; an interval
/// without a trade has none. A bar of another kind ends with the trade that filled it, whole, and `time` is
/// that trade's; the rest of a day is a shorter one, when the market closes. `flags`, gathered over its
/// trades: GAP, HALTED, AUCTION; BROKEN when a trade of it was broken while it was open, which then is out of
/// it, but with AS_TOLD out of volume, vwap and trades only; EARLIER_BROKEN when a trade of an earlier bar of the
/// kind was broken after that bar was sent.
typedef struct tectra_bar {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint32_t instrument;
    uint32_t flags;
    int64_t open;
    int64_t high;
    int64_t low;
    int64_t close;
    int64_t volume;
    int64_t vwap;            ///< volume-weighted average price, rounded to nearest
    int64_t interval;        ///< ns for a time bar, else ticks, shares or money a bar holds
    uint32_t trades;
    uint8_t kind;
    uint8_t reserved[3];
} tectra_bar;

/// An instrument that the strategy is subscribed to; sent once, before its first market record.
typedef struct tectra_instrument {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint32_t instrument;     ///< dense id, valid for the session
    uint32_t flags;
    char symbol[16];         ///< ASCII, zero-padded
    int64_t tick_size;       ///< smallest price step
    int64_t lot_size;        ///< round lot
} tectra_instrument;

/// The feed lost messages for good, or can be believed again; to every strategy, whatever it is
/// subscribed to. While the feed is degraded, TECTRA_DATA_GAP is set in every market record.
typedef struct tectra_feed_state {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint32_t instrument;     ///< TECTRA_ALL_INSTRUMENTS
    uint32_t flags;          ///< TECTRA_DATA_GAP: degraded from here on; 0: sound again
    uint64_t first;          ///< number of the first message that was lost; 0 when sound again
    uint64_t lost;           ///< how many were lost this time
    uint64_t lost_in_all;    ///< in the session so far
    uint64_t reserved;
} tectra_feed_state;

/// Whether and how an instrument trades, and what its auction would do. Letters are those of ITCH 5.0,
/// prices 0 where there is none. At each change, and behind start and resume as it stands then. Since 1.2.
typedef struct tectra_market_status {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint32_t instrument;     ///< TECTRA_ALL_INSTRUMENTS: a market-wide circuit breaker
    uint32_t flags;
    uint8_t kind;            ///< TECTRA_STATUS_…
    uint8_t state;           ///< H halted, P paused, Q quotation only, T trading; 0 before the first word
    uint8_t venue_halted;    ///< 1: the venue's own halt, beside the state of all venues
    uint8_t short_sale;      ///< Reg SHO price test: 0 none, 1 came into force today, 2 remains in force
    uint8_t market_wide;     ///< breached level of the market-wide circuit breaker, 1 to 3; 0 none
    uint8_t direction;       ///< of the imbalance: B, S, N none, O too few orders, P paused
    uint8_t cross;           ///< auction: O opening, C closing, H halt or IPO, A extended, I intraday
    uint8_t variation;       ///< how far the near price is from the reference, as a letter
    char reason[4];          ///< why the state is as it is
    uint32_t collar_extensions; ///< how often the auction after a LULD pause was put off
    int64_t paired;          ///< shares that would trade at the reference price
    int64_t imbalance;       ///< shares that would not
    int64_t reference_price;
    int64_t near_price;
    int64_t far_price;
    int64_t collar_reference; ///< of that auction
    int64_t collar_lower;
    int64_t collar_upper;
    int64_t cross_price;     ///< of the last cross of the day
    int64_t cross_quantity;
} tectra_market_status;

// MARK: - Private records (host to one strategy)

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

// MARK: - Requests (strategy to host)

// In a request `sequence` counts the worker's own requests from 1 without a gap, and `cause` is
// the sequence of the event that was being handled. The host believes neither before checking.

/// Asks for a new order.
typedef struct tectra_submit {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    uint64_t client_id;      ///< chosen by the worker, rising; never used twice
    uint32_t instrument;
    uint8_t side;
    uint8_t type;
    uint8_t time_in_force;
    uint8_t flags;
    int64_t price;           ///< TECTRA_PRICE_NONE for a market order
    int64_t quantity;
} tectra_submit;

/// Asks for another price or quantity of an open order. Quantity is the new whole.
typedef struct tectra_modify {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    uint64_t client_id;
    int64_t price;
    int64_t quantity;
} tectra_modify;

/// Asks to cancel an open order.
typedef struct tectra_cancel {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    uint64_t client_id;
} tectra_cancel;

/// Asks to cancel every open order, of one instrument or of all.
typedef struct tectra_cancel_all {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    uint32_t instrument;     ///< or TECTRA_ALL_INSTRUMENTS
    uint32_t reserved;
} tectra_cancel_all;

/// What the strategy thinks, for people and for lineage; it moves no money.
typedef struct tectra_signal {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    int64_t timestamp;       ///< event time the signal speaks of
    uint32_t instrument;
    uint8_t type;
    uint8_t reserved[3];
    double confidence;       ///< 0 to 1
    char metadata[64];       ///< UTF-8, zero-padded
} tectra_signal;

/// Bytes of text in one log record.
#define TECTRA_LOG_TEXT 208

/// A log line.
typedef struct tectra_log {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    uint8_t level;
    uint8_t reserved[3];
    uint32_t length;         ///< bytes of text that count
    char text[TECTRA_LOG_TEXT];
} tectra_log;

/// Asks for a timer record when event time reaches `due`. The same id replaces; due 0 removes.
typedef struct tectra_set_timer {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    uint64_t timer_id;
    int64_t due;
} tectra_set_timer;

/// Tells the host that the worker was too slow and market records were overwritten unread.
typedef struct tectra_lapped {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    uint64_t last_seen;      ///< sequence of the last market record that was read
    uint64_t resumed_at;     ///< sequence of the first one after the gap
} tectra_lapped;

/// How a change of parameters ended, or the end of the parameters that are in force: as many
/// parameter records as `parameters` says were sent before it.
typedef struct tectra_configured {
    tectra_header header;
    uint64_t sequence;
    uint64_t cause;
    int32_t status;          ///< what on_config_update returned; NOT_NOW when it was not called
    uint32_t parameters;     ///< of the change, or in force
} tectra_configured;

/// The size of the largest request: a slot of the order ring holds any of them.
#define TECTRA_REQUEST_SIZE_MAX 256

/// Fills in a header for the record type `type` with template id `id`.
#define TECTRA_HEADER(type, id) \
    ((tectra_header){(uint16_t)(sizeof(type) - sizeof(tectra_header)), (id), TECTRA_SCHEMA_ID, TECTRA_SCHEMA_VERSION})

#ifdef __cplusplus
}
#endif
#endif
