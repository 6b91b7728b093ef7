/// Attack 36: every way to end a process. Observed: each is told apart; no core, no zombie, and nothing of the host
/// ends.
#include <signal.h>

#include "attack.h"

__attribute__((noinline)) void writes_through_a_wild_pointer(void) { *(volatile int *)8 = 1; }

static void attack(const char *variant) {
    static volatile int zero, some = 100;
    if (is(variant, "trap")) __builtin_trap();
    if (is(variant, "abort")) abort();
    if (is(variant, "exit")) exit(7);
    if (is(variant, "_exit")) _exit(8);
    if (is(variant, "raise")) raise(SIGSEGV);
    if (is(variant, "wild-pointer")) writes_through_a_wild_pointer();
    if (is(variant, "jump")) ((void (*)(void))16)();
    if (is(variant, "divide")) some = some / zero;
    if (is(variant, "fake-stop")) _exit(0);
}
