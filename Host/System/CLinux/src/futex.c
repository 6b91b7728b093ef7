/// futex(2) has no wrapper in the C library.
#define _GNU_SOURCE
#include "futex.h"

#include <errno.h>
#include <linux/futex.h>
#include <limits.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int tectra_futex_wait(const void *word, uint32_t expected, int64_t timeout) {
    if (timeout < 0) timeout = 0;
    struct timespec span = {.tv_sec = timeout / 1000000000, .tv_nsec = timeout % 1000000000};
    if (syscall(SYS_futex, word, FUTEX_WAIT, expected, &span, NULL, 0) == 0) return 0;
    return errno;
}

int tectra_futex_wake(const void *word, int count) {
    long woken = syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
    return woken < 0 ? 0 : (int)woken;
}
