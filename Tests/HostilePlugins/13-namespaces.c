/// Attack 13: namespaces of its own, in which it would be root. Observed: SIGSYS; clone EAGAIN, clone3 ENOSYS.
#include <sched.h>
#include <signal.h>

#include "attack.h"

static void attack(const char *variant) {
    if (is(variant, "unshare")) judge(variant, syscall(SYS_unshare, CLONE_NEWUSER));
    if (is(variant, "setns")) judge(variant, syscall(SYS_setns, 3, 0));
    if (is(variant, "clone3")) judge(variant, syscall(SYS_clone3, 0, 0));
    if (is(variant, "clone")) {
        long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
        if (child == 0) syscall(SYS_exit, 0);
        judge(variant, child);
    }
}
