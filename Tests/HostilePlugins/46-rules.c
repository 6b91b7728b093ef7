/// Attack 46: one system call with the arguments that the suite made of a filter's rule. The variant is its number,
/// then INDEX=HEX for every argument that is not 0. Observed: what the policy says of it, and nothing else.
#include "attack.h"

static void attack(const char *variant) {
    long arguments[6] = {0};
    char *rest;
    long number = strtol(variant, &rest, 10);
    while (*rest) {
        long index = strtol(rest, &rest, 10);
        if (*rest == '=' && index >= 0 && index < 6) arguments[index] = (long)strtoull(rest + 1, &rest, 16);
        else break;
    }
    // A raw call: the result of one that passed is the kernel's, whatever it is.
    long result = syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
    int error = errno;
    if (result < 0) say("failed %d", error);
    say("passed");
}
