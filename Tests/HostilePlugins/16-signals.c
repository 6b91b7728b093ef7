/// Attack 16: signals to the host and to everybody; signal 0, which asks for the same right and does no harm.
/// Observed: SIGSYS; by Landlock's scope or another user alone EPERM.
#include <signal.h>

#include "attack.h"

static void attack(const char *variant) {
    int peer = (int)self.peer;
    if (is(variant, "kill-host")) judge(variant, syscall(SYS_kill, peer, 0));
    if (is(variant, "kill-all")) judge(variant, syscall(SYS_kill, -1, 0));
    if (is(variant, "tgkill")) judge(variant, syscall(SYS_tgkill, peer, peer, 0));
    if (is(variant, "tkill")) judge(variant, syscall(SYS_tkill, peer, 0));
    if (is(variant, "pidfd")) {
        int file = (int)syscall(SYS_pidfd_open, peer, 0);
        judge(variant, file < 0 ? -1 : syscall(SYS_pidfd_send_signal, file, 0, 0, 0));
    }
    if (is(variant, "sigqueue")) {
        siginfo_t info = {.si_signo = 0, .si_code = SI_QUEUE};
        judge(variant, syscall(SYS_rt_sigqueueinfo, peer, 0, &info));
    }
}
