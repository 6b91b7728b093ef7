/// Attack 25: moving or holding those who wait on shared memory: requeue, priority inheritance, waiting for many.
/// Observed: SIGSYS; the host never waits without a limit, so with the filter off it goes on.
#include "attack.h"

static void attack(const char *variant) {
    static int word, other;
    static const struct {
        const char *name;
        int operation;
    } operations[] = {{"requeue", 3}, {"cmp-requeue", 4}, {"wake-op", 5}, {"lock-pi", 6}, {"unlock-pi", 7},
                      {"trylock-pi", 8}, {"wait-requeue-pi", 11}, {"cmp-requeue-pi", 12}};
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (is(variant, operations[i].name))
            judge(variant, syscall(SYS_futex, &word, operations[i].operation, 0, 0, &other, 0));
    if (is(variant, "waitv")) judge(variant, syscall(449, 0, 0, 0, 0, 0));
}
