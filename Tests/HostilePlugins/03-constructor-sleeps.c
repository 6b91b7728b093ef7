/// Attack 3: a constructor sleeps for good. Observed: the load deadline passes, the worker is killed.
#include "attack.h"

__attribute__((constructor)) static void at_load(void) {
    for (;;) sleep(1000);
}

static void attack(const char *variant) { (void)variant; }
