/// Giving up rights for good, before a stranger's code runs in this process.
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "process.h"

static int host_is_gone(int32_t parent) {
    pid_t now = getppid();
    if (parent == 0 || now == parent) return 0;
    if (now != 0) return 1;
    // In a process namespace of its own a worker's parent has no number. The host holds the only read end of its
    // standard error.
    struct pollfd look = {STDERR_FILENO, 0, 0};
    return poll(&look, 1, 0) > 0 && (look.revents & POLLERR);
}

int tectra_surrender(uint32_t user, uint32_t group, int32_t parent) {
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return TECTRA_SURRENDER_PRIVILEGES;
    // EINVAL ends the list of capabilities this kernel knows; EPERM means we never could use them.
    for (int capability = 0; capability < 64; capability++)
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
            if (errno == EINVAL || errno == EPERM) break;
            return TECTRA_SURRENDER_BOUNDING;
        }
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (user != UINT32_MAX) {
        if (setgroups(0, 0) != 0 || setresgid(group, group, group) != 0 || setresuid(user, user, user) != 0)
            return TECTRA_SURRENDER_USER;
        if (getuid() != user || getgid() != group || setresuid(0, 0, 0) == 0) return TECTRA_SURRENDER_USER;
    }
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    if (syscall(SYS_capset, &header, none) != 0) return TECTRA_SURRENDER_CAPABILITIES;
    // A change of user makes the process dumpable again by sysctl and forgets the parent's death.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return TECTRA_SURRENDER_PRIVILEGES;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return TECTRA_SURRENDER_PARENT;
    if (host_is_gone(parent)) return TECTRA_SURRENDER_PARENT;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return TECTRA_SURRENDER_PRIVILEGES;
    return TECTRA_SURRENDER_OK;
}

int tectra_renounce_privileges(int32_t parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return -1;
    if (host_is_gone(parent)) return -1;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

int tectra_has_speculation_control(void) {
    int store = prctl(PR_GET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, 0, 0, 0);
    int branch = prctl(PR_GET_SPECULATION_CTRL, PR_SPEC_INDIRECT_BRANCH, 0, 0, 0);
    return (store == 0 || (store > 0 && (store & PR_SPEC_PRCTL))) &&
           (branch == 0 || (branch > 0 && (branch & PR_SPEC_PRCTL)));
}

int tectra_restrict_speculation(void) {
    static const unsigned long controls[] = {PR_SPEC_STORE_BYPASS, PR_SPEC_INDIRECT_BRANCH};
    int missing = 0;
    for (int i = 0; i < 2; i++) {
        prctl(PR_SET_SPECULATION_CTRL, controls[i], PR_SPEC_FORCE_DISABLE, 0, 0);
        int state = prctl(PR_GET_SPECULATION_CTRL, controls[i], 0, 0, 0);
        // 0 is "not affected"; otherwise the force-disable bit must have stuck.
        if (state != 0 && !(state > 0 && (state & PR_SPEC_FORCE_DISABLE))) missing++;
    }
    return missing;
}

int tectra_trap_clock(void) {
#if defined(__x86_64__)
    // The vDSO's clock reads the counter too, so this traps what no filter of calls can see.
    return prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0) == 0 ? 0 : errno;
#else
    return ENOTSUP;
#endif
}

void tectra_settle_runtime(void) {
    char warm[16];
    tzset();
    mallopt(M_ARENA_MAX, 1);
    if (getrandom(warm, sizeof warm, GRND_NONBLOCK) < 0) return;
    malloc_trim(0);
}
