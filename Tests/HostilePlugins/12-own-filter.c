/// Attack 12: changing what was locked: a filter of its own, a listener of one, dumpable again, the bounding set, the
/// memory map's descriptor. Observed: SIGSYS or EINVAL.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include "attack.h"

static struct sock_filter allow = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
static struct sock_fprog program = {1, &allow};

/// The filter itself answers EINVAL while the library is loaded.
static void control(const char *what, long result) {
    if (result < 0 && errno == EINVAL) say("held %s %d", what, EINVAL);
    else judge(what, result);
}

static void attack(const char *variant) {
    if (is(variant, "filter")) judge(variant, syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
    if (is(variant, "listener"))
        judge(variant, syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
    if (is(variant, "strict")) judge(variant, syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, 0));
    if (is(variant, "dumpable")) control(variant, syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0));
    if (is(variant, "keepcaps")) control(variant, syscall(SYS_prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0));
    if (is(variant, "set-mm")) control(variant, syscall(SYS_prctl, PR_SET_MM, PR_SET_MM_EXE_FILE, -1, 0, 0));
    if (is(variant, "no-death-signal")) control(variant, syscall(SYS_prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0));
}
