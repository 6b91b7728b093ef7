/// A worker's own account of how it faulted: where, and in which place of the strategy's library.
///
/// It is written by the process that faulted, into memory that a strategy can write too: words for people, no evidence.
/// What ended the process the kernel tells the host.
#ifndef TECTRA_SYSTEM_FAULT_REPORT_H
#define TECTRA_SYSTEM_FAULT_REPORT_H

#include <stdint.h>

/// Nowhere in the strategy's library.
#define TECTRA_NOWHERE UINT64_MAX

/// What the handler leaves.
typedef struct tectra_fault {
    uint64_t signal;             ///< 0: nothing is reported
    uint64_t event;              ///< sequence of the event in hand
    uint64_t address;            ///< that was touched; of a refused call its number
    uint64_t instruction;        ///< offset into the library; TECTRA_NOWHERE outside it
    uint64_t callers[4];         ///< the same of the nearest words on the stack that may be return addresses
} tectra_fault;

/// From now on SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGTRAP leave an account in `*fault` before they end the process as
/// they always did. `event` is read then.
void tectra_report_faults(tectra_fault *fault, const volatile uint64_t *event);

/// Where the strategy's library lies: it is the one that contains `inside`.
void tectra_report_library(const void *inside);

/// Leaves an account, once; `context` is a ucontext_t.
void tectra_note_fault(int signal, uint64_t address, const void *context);

#endif
