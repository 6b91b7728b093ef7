/// Attack 9: tracing the host, and being traced. Observed: SIGSYS; by Landlock alone EPERM.
#include <sys/ptrace.h>

#include "attack.h"

static void attack(const char *variant) {
    if (is(variant, "seize")) {
        long result = syscall(SYS_ptrace, PTRACE_SEIZE, self.peer, 0, 0);
        judge(variant, result);
        if (result == 0) syscall(SYS_ptrace, PTRACE_DETACH, self.peer, 0, 0);
    }
    if (is(variant, "traceme")) judge(variant, syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0));
}
