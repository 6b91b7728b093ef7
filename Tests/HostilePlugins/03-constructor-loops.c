/// Attack 3: a constructor never returns. Observed: the load deadline passes, the worker is killed.
#include "attack.h"

__attribute__((constructor)) static void at_load(void) {
    for (;;) __asm__ volatile("");
}

static void attack(const char *variant) { (void)variant; }
