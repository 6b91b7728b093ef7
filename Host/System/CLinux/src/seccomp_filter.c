/// Filters are installed by pointer to memory that the stranger's code can not change; the handler
/// below names the call that was refused, or answers the two that the dynamic loader can not do without.
/// It decides nothing: the filter has not let the call happen, and the handler can do no more than the
/// filter lets it.
#define _GNU_SOURCE
#include "seccomp_filter.h"

#include "fault_report.h"

#include <errno.h>
#include <fcntl.h>
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
static volatile int loaded = -1;

#if defined(__x86_64__)
static const int argument_registers[] = {REG_RDI, REG_RSI, REG_RDX, REG_R10};
static uint64_t argument(const ucontext_t *machine, int index) {
    return (uint64_t)machine->uc_mcontext.gregs[argument_registers[index]];
}
static void answer(ucontext_t *machine, long result) { machine->uc_mcontext.gregs[REG_RAX] = result; }
#elif defined(__aarch64__)
static uint64_t argument(const ucontext_t *machine, int index) { return machine->uc_mcontext.regs[index]; }
static void answer(ucontext_t *machine, long result) { machine->uc_mcontext.regs[0] = (uint64_t)result; }
#endif

/// Whether `path` is /proc/self/fd/N of the library that is being loaded.
static int is_library(const char *path) {
    char own[] = "/proc/self/fd/\0\0";
    if (loaded < 0 || loaded > 9 || !path) return 0;
    own[sizeof "/proc/self/fd/" - 1] = (char)('0' + loaded);
    return strcmp(path, own) == 0;
}

/// Does in the loader's stead what needs no path: a look at an open file, another descriptor of the library.
static int serve_loader(int call, ucontext_t *machine) {
    int before = errno;
    long result = -1;
    errno = EACCES;
    const char *path = (const char *)argument(machine, 1);
    if (call == SYS_newfstatat) {
        if ((argument(machine, 3) & AT_EMPTY_PATH) && path && !*path)
            result = syscall(SYS_fstat, (int)argument(machine, 0), argument(machine, 2));
    } else if (call == SYS_openat && loaded >= 0) {
        if (is_library(path) && lseek(loaded, 0, SEEK_SET) == 0) result = syscall(SYS_dup, loaded);
    } else {
        errno = before;
        return 0;
    }
    answer(machine, result < 0 ? -errno : result);
    errno = before;
    return 1;
}

static void on_refusal(int number, siginfo_t *info, void *context) {
    (void)number;
    ucontext_t *machine = context;
    if (serve_loader(info->si_syscall, machine)) return;
    if (info->si_syscall == SYS_tgkill && (int)argument(machine, 2) == SIGABRT) {
        *refusal = TECTRA_ABORTED;
        tectra_note_fault(SIGABRT, 0, context);
        __builtin_trap();
    }
    *refusal = TECTRA_REFUSED | (uint32_t)info->si_syscall;
    tectra_note_fault(SIGSYS, (uint32_t)info->si_syscall, context);
    syscall(SYS_vhangup);  // both filters answer this one with death
    __builtin_trap();
}

void tectra_serve_loader(int library) { loaded = library; }

void tectra_report_refusals(volatile uint64_t *word) {
    refusal = word;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_refusal;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGSYS, &action, 0);
}
