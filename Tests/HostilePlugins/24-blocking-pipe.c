/// Attack 24: a descriptor shared with the host that the host could be made to wait on. Here that is the pipe for
/// last words (there is no eventfd): it is made blocking, and filled. Observed: SIGSYS for the first; the second
/// fills a pipe of one page and no more, and the host reads it only when the worker is dead.
#include "attack.h"

static void attack(const char *variant) {
    if (is(variant, "block")) judge(variant, syscall(SYS_fcntl, 2, F_SETFL, 0));
    if (is(variant, "fill")) {
        char block[512] = {0};
        long total = 0, written;
        while ((written = syscall(SYS_write, 2, block, sizeof block)) > 0 && total < 1 << 20) total += written;
        if (total >= 1 << 16) say("breach pipe-of-%ld", total);
        else judge(variant, written);
    }
}
