/// Filters are installed by pointer to memory that the stranger's code can not change; the handler
/// below only names the call that was refused. It decides nothing: the call has not happened, and
/// whatever becomes of the handler, the process ends.
#define _GNU_SOURCE
#include "seccomp_filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

_Static_assert(sizeof(tectra_filter_instruction) == sizeof(struct sock_filter), "an instruction has another size");
_Static_assert(sizeof(tectra_filter_program) == sizeof(struct sock_fprog), "a program has another size");
_Static_assert(offsetof(tectra_filter_program, instructions) == offsetof(struct sock_fprog, filter),
               "a program has another layout");

int tectra_seccomp_install(const tectra_filter_program *program) {
    long outcome = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, program);
    if (outcome == 0) return 0;
    return outcome > 0 ? ESRCH : errno;  // above 0 is the thread that could not follow
}

int tectra_seccomp_knows(uint32_t action) {
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

int tectra_seccomp_has_thread_sync(void) {
    // With no program the kernel says EFAULT if it knows the flag, EINVAL if not.
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, 0) != 0 && errno == EFAULT;
}

static volatile uint64_t *refusal;

static void on_refusal(int number, siginfo_t *info, void *context) {
    (void)number;
    const ucontext_t *machine = context;
#if defined(__x86_64__)
    uint64_t third = (uint64_t)machine->uc_mcontext.gregs[REG_RDX];
#elif defined(__aarch64__)
    uint64_t third = machine->uc_mcontext.regs[2];
#endif
    if (info->si_syscall == SYS_tgkill && (int)third == SIGABRT) {
        *refusal = TECTRA_ABORTED;
        __builtin_trap();
    }
    *refusal = TECTRA_REFUSED | (uint32_t)info->si_syscall;
    syscall(SYS_vhangup);  // both filters answer this one with death
    __builtin_trap();
}

void tectra_report_refusals(volatile uint64_t *word) {
    refusal = word;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_refusal;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGSYS, &action, 0);
}
