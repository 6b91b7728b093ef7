/// The records that only the host and its journal know: control inputs and the engine's verdicts.
///
/// Same conventions as records.h. A strategy author needs none of this; a tool that reads a
/// journal does. In the journal every record stands behind a `tectra_frame`.
#ifndef TECTRA_JOURNAL_H
#define TECTRA_JOURNAL_H

#include "records.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    // Inputs
    TECTRA_FEED_MESSAGE = 64,
    TECTRA_CLOCK = 65,
    TECTRA_DEPLOY = 66,
    TECTRA_SUBSCRIBE = 67,
    TECTRA_STRATEGY_COMMAND = 68,
    TECTRA_LIMITS = 69,
    TECTRA_LIMITS_COMMIT = 70,
    TECTRA_KILL_SWITCH = 71,
    TECTRA_WORKER_LOST = 72,
    TECTRA_SESSION = 73,
    TECTRA_FEES = 74,
    TECTRA_PROMOTE = 75,
    TECTRA_FEED_EVENT = 76,
    TECTRA_BAR_SIZES = 77,
    TECTRA_DENY = 78,
    TECTRA_PARAMETER_CHANGE = 79,
    TECTRA_CONFIGURE = 80,
    TECTRA_PUBLISH_SYMBOLS = 81,
    TECTRA_PUBLISH = 82,
    TECTRA_DEPTH_CADENCE = 83,
    // Outputs
    TECTRA_VERDICT = 96,
    TECTRA_STRATEGY_STATE = 97,
    TECTRA_KILL_STATE = 98,
    // Notes: about the run, not of it; replay skips them
    TECTRA_STAMP = 120,
    TECTRA_SHADOW_DIFFERENCE = 121,
};

/// `origin_kind` of a frame.
enum { TECTRA_INPUT = 1, TECTRA_OUTPUT = 2, TECTRA_NOTE = 3 };

/// What stands before every record in a journal segment. `crc32c` covers everything after itself
/// up to the end of the record; the next frame begins at the next multiple of 8.
typedef struct tectra_frame {
    uint32_t crc32c;
    uint16_t length;         ///< bytes of the record behind this frame; 0 ends a segment
    uint8_t origin_kind;
    uint8_t strategy;        ///< whom it came from or went to; 0 is nobody or everybody
    uint64_t sequence;       ///< of the input; of the causing input for an output
    int64_t received;        ///< inputs: CLOCK_REALTIME when the host took it in; else 0
} tectra_frame;

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

/// A worker is locked down, attested and ready.
typedef struct tectra_deploy {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;        ///< 1 to 63
    uint8_t tier;            ///< sandbox tier, 1 (A) is best; 0 is not sandboxed
    uint8_t dry_run;         ///< 1: judged and journaled as if, never sent
    uint8_t wants;
    uint32_t process;        ///< pid, for people
    uint64_t seed;           ///< of the strategy's random numbers
    char name[40];
    char version[24];
    uint8_t library_sha256[32];
    uint8_t filter_sha256[32];  ///< of the second seccomp filter
} tectra_deploy;

/// The strategy sees one symbol, or `*`, all of them.
typedef struct tectra_subscribe {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t reserved[7];
    char symbol[16];
} tectra_subscribe;

/// A command that the core alone carries out: close the strategy's position with market orders.
enum { TECTRA_COMMAND_FLATTEN = 64 };

/// An operator's word to one strategy: start, pause, resume, stop, flatten (TECTRA_COMMAND_…).
typedef struct tectra_strategy_command {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t command;
    uint8_t reserved[6];
    char operator_name[40];
} tectra_strategy_command;

/// One row of the limit table. Rows are gathered until a commit with their version takes all of
/// them at once in place of what was there. A limit of 0 means nothing of the kind is allowed;
/// INT64_MAX means no limit, as does UINT32_MAX in a 32-bit field.
typedef struct tectra_limits {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint64_t version;
    uint8_t strategy;        ///< 0: the firm as a whole
    uint8_t dry_run;         ///< 1: judge, journal, and let nothing out
    uint8_t reserved[2];
    uint32_t band_bps;       ///< how far from the reference price, in 1/10,000
    int64_t order_quantity_max;
    int64_t order_notional_max;
    int64_t position_max;    ///< shares, either way, with all open orders filled
    int64_t credit_max;      ///< money: gross notional of positions and open orders
    uint32_t orders_per_second;
    uint32_t orders_burst;
} tectra_limits;

/// Takes all gathered rows of `version` at once.
typedef struct tectra_limits_commit {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint64_t version;
    uint32_t rows;           ///< how many there must be; else nothing changes
    uint32_t reserved;
} tectra_limits_commit;

/// Pulls or clears the kill switch, of one strategy or of the firm.
typedef struct tectra_kill_switch {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;        ///< 0: the firm
    uint8_t engaged;         ///< 1 pull, 0 clear
    uint8_t reserved[6];
    char operator_name[40];
    char text[64];
} tectra_kill_switch;

/// Another worker takes a strategy's place from this sequence on: requests that were caused by
/// later events are its own, those of this sequence and before are its predecessor's. Orders and
/// positions stay. After a fault there is no predecessor, and the strategy runs again.
typedef struct tectra_promote {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t tier;            ///< of the new worker's sandbox
    uint8_t wants;
    uint8_t reserved;
    uint32_t process;        ///< pid, for people
    uint64_t cut;            ///< sequence as of which it was told the world; what is later it lived through
    uint64_t equal;          ///< requests in shadow that were the predecessor's
    uint64_t different;      ///< and that were not
    char version[24];
    uint8_t library_sha256[32];
    uint8_t filter_sha256[32];  ///< of the second seccomp filter
    char operator_name[40];
    uint64_t state_cut;      ///< sequence as of which the state was saved that it was given; 0 none
} tectra_promote;

/// Tells a strategy that an order it believes to have sent never was one: its version asked for it
/// while it was in shadow. Nothing comes of it when the order is known.
typedef struct tectra_deny {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t reserved[7];
    uint64_t client_id;
} tectra_deny;

/// `cause` of a lost worker.
enum {
    TECTRA_LOST_EXIT = 1,
    TECTRA_LOST_SIGNAL = 2,
    TECTRA_LOST_TRAP = 3,
    TECTRA_LOST_FILTER = 4,
    TECTRA_LOST_MEMORY = 5,
    TECTRA_LOST_DEADLINE = 6,
    TECTRA_LOST_PROTOCOL = 7,
    TECTRA_LOST_ATTESTATION = 8,
    TECTRA_LOST_STOPPED = 9,     ///< it was told to stop and did
};

/// A worker is gone. Its open orders are cancelled, or kept for the one that takes its place.
typedef struct tectra_worker_lost {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t cause;
    uint8_t signal;
    uint8_t keeps_orders;    ///< 1: open orders stay
    int32_t detail;          ///< exit code, or number of the refused system call
    char text[64];
} tectra_worker_lost;

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

/// One parameter of a change. They are gathered until the `tectra_configure` of their strategy.
typedef struct tectra_parameter_change {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t kind;            ///< which of the value fields counts
    uint8_t reserved[6];
    char name[40];
    int64_t integer;
    double number;
    char text[64];
} tectra_parameter_change;

/// Hands the gathered parameters to the strategy, all at once and at this sequence; with `rows` 0 it
/// asks for those that are in force.
typedef struct tectra_configure {
    tectra_header header;
    uint64_t sequence;
    int64_t time;
    uint8_t strategy;
    uint8_t reserved[3];
    uint32_t rows;           ///< how many there must be; else nothing changes
    char operator_name[40];
} tectra_configure;

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
