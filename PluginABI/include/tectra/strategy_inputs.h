/// Inputs of the core that are of a strategy, or of who answers for it: its life, its limits, its parameters.
#ifndef TECTRA_STRATEGY_INPUTS_H
#define TECTRA_STRATEGY_INPUTS_H

#include "values.h"

#ifdef __cplusplus
extern "C" {
#endif

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

#ifdef __cplusplus
}
#endif
#endif
