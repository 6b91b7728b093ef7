/// Sleeping on a word of shared memory, across processes.
#ifndef TECTRA_SYSTEM_FUTEX_H
#define TECTRA_SYSTEM_FUTEX_H

#include <errno.h>
#include <stdint.h>

/// What a wait returns that nobody ended.
static const int TECTRA_FUTEX_TIMED_OUT = ETIMEDOUT;

/// Sleeps while `*word == expected`, at most `timeout` ns. The word may be mapped read-only.
/// Returns 0 when woken, else errno (EAGAIN: it had changed; ETIMEDOUT; EINTR). A caller looks
/// again whatever it says: anybody who can reach the memory can wake or not wake.
int tectra_futex_wait(const void *word, uint32_t expected, int64_t timeout);

/// Wakes at most `count` sleepers; returns how many. Never blocks.
int tectra_futex_wake(const void *word, int count);

#endif
