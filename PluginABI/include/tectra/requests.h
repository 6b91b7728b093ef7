/// Requests: from a strategy to the host, which trusts no byte of them.
#ifndef TECTRA_REQUESTS_H
#define TECTRA_REQUESTS_H

#include "values.h"
#include "private.h"

#ifdef __cplusplus
extern "C" {
#endif

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

#ifdef __cplusplus
}
#endif
#endif
