/// Inputs of the core that are of the market, of the session, and of what is shown of it.
#ifndef TECTRA_MARKET_INPUTS_H
#define TECTRA_MARKET_INPUTS_H

#include "values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Longest message of the feed in bytes (ITCH 5.0's longest has 50).
#define TECTRA_FEED_MESSAGE_MAX 52

/// `source` of a feed message.
enum {
    TECTRA_SOURCE_ITCH = 1,      ///< ITCH 5.0, the next message of the feed
    TECTRA_SOURCE_SNAPSHOT = 2,  ///< ITCH 5.0 that rebuilds the books of a snapshot; nobody is shown it
};

/// One message of the market-data feed, as it came.
typedef struct tectra_feed_message {
    tectra_header header;
    uint64_t sequence;
    int64_t time;            ///< midnight of the session plus the message's own time
    uint8_t source;          ///< TECTRA_SOURCE_…
    uint8_t reserved;
    uint16_t length;
    uint8_t bytes[TECTRA_FEED_MESSAGE_MAX];
} tectra_feed_message;

/// `event` of a feed event.
enum {
    TECTRA_FEED_GAP = 1,       ///< messages `first` to before `end` will never come
    TECTRA_FEED_BEGAN = 2,     ///< a session began, and `first` is its next message
    TECTRA_FEED_ENDED = 3,     ///< every message of the session before `first` came or was lost
    TECTRA_FEED_RESTORED = 4,  ///< the books are those of a snapshot, and `first` is the next message
    TECTRA_FEED_REBUILD = 5,   ///< the books are empty, `first` is next; sound again when `end` is next
};

/// Something about the feed itself. Numbers are those of its messages, from 1 in a session.
typedef struct tectra_feed_event {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint64_t first;
    uint64_t end;
    uint64_t lost;           ///< restored: messages that were lost before
    uint8_t event;
    uint8_t degraded;        ///< restored: 1 when the books of the snapshot were
    uint8_t reserved[6];
    char session[16];        ///< ASCII, zero-padded
} tectra_feed_event;

/// Event time moves on with nothing else happening.
typedef struct tectra_clock {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
} tectra_clock;

/// Begins a journal: what the engine must know to be the same engine again.
typedef struct tectra_session {
    tectra_header header;
    uint64_t sequence;
    int64_t time;            ///< midnight of the trading day, local to the venue
    uint64_t seed;
    uint32_t instruments_max;
    uint32_t orders_max;     ///< resting orders on the market's books
    uint32_t own_orders_max; ///< orders of strategies
    uint32_t strategies_max;
    int64_t depth_interval;  ///< ns of event time between two book records of an instrument; 0 every change
    int64_t bar_interval;    ///< ns of a time bar; 0 none
    char build[64];          ///< version and revision of the host, for people
} tectra_session;

/// What the simulated venue charges, in 1e-9 of the currency a share; negative is a rebate.
typedef struct tectra_fees {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    int64_t maker;
    int64_t taker;
} tectra_fees;

/// How much a bar holds that is not of a time, for all instruments. Journaled when one of them is set.
typedef struct tectra_bar_sizes {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    int64_t ticks;           ///< trades of a tick bar; 0 none, as in the others
    int64_t volume;          ///< shares of a volume bar
    int64_t notional;        ///< money of a notional bar
} tectra_bar_sizes;

/// Symbols of one row, and of one choice.
#define TECTRA_PUBLISH_ROW_SYMBOLS 16
#define TECTRA_PUBLISH_SYMBOLS_MAX 4096

/// Some symbols of a choice of what strategies are shown. They are gathered until the `tectra_publish`.
typedef struct tectra_publish_symbols {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t count;           ///< symbols in this row
    uint8_t reserved[7];
    char symbols[128];       ///< each of 8 bytes, padded with spaces; rising over all rows
} tectra_publish_symbols;

/// Takes the gathered symbols in place of the choice before. Without one, all instruments are shown.
typedef struct tectra_publish {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t everything;      ///< 1: all instruments but the gathered; 0: the gathered alone
    uint8_t reserved[3];
    uint32_t symbols;        ///< how many there must be; else nothing changes
    char operator_name[40];
} tectra_publish;

/// Another time between two book records of an instrument than the session's.
typedef struct tectra_depth_cadence {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    int64_t interval;        ///< ns of event time; 0 every change
    char operator_name[40];
} tectra_depth_cadence;

#ifdef __cplusplus
}
#endif
#endif
