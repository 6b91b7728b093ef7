/// Market records: from the host to every strategy that is subscribed to the instrument.
#ifndef TECTRA_MARKET_H
#define TECTRA_MARKET_H

#include "values.h"

#ifdef __cplusplus
extern "C" {
#endif

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

#ifdef __cplusplus
}
#endif
#endif
