/// The records that only the host and its journal know, and what stands before each of them in a journal.
///
/// Same conventions as records.h. A strategy author needs none of this; a tool that reads a
/// journal does. In the journal every record stands behind a `tectra_frame`.
#ifndef TECTRA_JOURNAL_H
#define TECTRA_JOURNAL_H

#include "market_inputs.h"
#include "outputs.h"
#include "records.h"
#include "strategy_inputs.h"

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

#ifdef __cplusplus
}
#endif
#endif
