/// Attacks 33 and 34: a callback that never returns, once with every signal blocked. Observed: reported at the soft
/// deadline, killed at the hard one.
#include <signal.h>

#include "attack.h"

static void attack(const char *variant) {
    if (is(variant, "blocked")) {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, 0);
    }
    if (is(variant, "sleep"))
        for (;;) usleep(1000000);
    for (;;) __asm__ volatile("");
}
