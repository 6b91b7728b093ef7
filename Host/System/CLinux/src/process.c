/// Spawn by clone(CLONE_VM|CLONE_VFORK): see process.h for why. Between clone and exec only raw
/// system calls run; the C library's own state (credentials, signals, errno) is the parent's.
#define _GNU_SOURCE
#include "process.h"

#include "clone_into.h"
#include "namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif
#ifndef P_PIDFD
#define P_PIDFD 3
#endif

enum { child_stack_size = 128 * 1024, first_parking_descriptor = 256 };

struct child_start {
    const tectra_spawn_request *request;
    tectra_spawn_result *result;
    pid_t parent;
    tectra_identity identity;
};

static int child_fail(struct child_start *start, int stage, long error) {
    start->result->stage = stage;
    start->result->error = (int32_t)error;
    syscall(SYS_exit, 127);
    return 127;
}

/// What the kernel takes; glibc's sigaction refuses its own two signals.
struct kernel_sigaction {
    void *handler;
    unsigned long flags;
    void *restorer;
    unsigned long mask;
};

static void reset_signals(void) {
    struct kernel_sigaction standard = {SIG_DFL, 0, 0, 0};
    for (int number = 1; number <= 64; number++)
        if (number != SIGKILL && number != SIGSTOP)
            syscall(SYS_rt_sigaction, number, &standard, 0, sizeof(unsigned long));
}

static int child_main(void *argument) {
    struct child_start *start = argument;
    const tectra_spawn_request *request = start->request;

    if (syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
        return child_fail(start, TECTRA_SPAWN_PARENT_GONE, errno);
    if (!(request->namespaces & CLONE_NEWPID) && syscall(SYS_getppid) != start->parent)
        return child_fail(start, TECTRA_SPAWN_PARENT_GONE, ESRCH);
    for (uint32_t i = 0; i < request->join_count; i++)
        if (syscall(SYS_write, request->joins[i], "0", 1) != 1)
            return child_fail(start, TECTRA_SPAWN_GROUP, errno);
    if (request->network >= 0 && syscall(SYS_setns, request->network, CLONE_NEWNET) != 0)
        return child_fail(start, TECTRA_SPAWN_NETWORK, errno);
    if (request->processor >= 0) {
        cpu_set_t one;
        if (request->processor >= CPU_SETSIZE) return child_fail(start, TECTRA_SPAWN_PROCESSOR, EINVAL);
        CPU_ZERO(&one);
        CPU_SET(request->processor, &one);
        if (syscall(SYS_sched_setaffinity, 0, sizeof one, &one) != 0)
            return child_fail(start, TECTRA_SPAWN_PROCESSOR, errno);
    }
    if (request->namespaces & CLONE_NEWUSER) {
        int error = tectra_take_identity(&start->identity);
        if (error) return child_fail(start, TECTRA_SPAWN_IDENTITY, error);
    }
    reset_signals();
    syscall(SYS_setsid);
    syscall(SYS_umask, 077);

    // Park every wanted descriptor above the ones it may have to become, then move them down.
    int parked[TECTRA_SPAWN_DESCRIPTORS_MAX];
    for (uint32_t i = 0; i < request->descriptor_count; i++) {
        parked[i] = (int)syscall(SYS_fcntl, request->descriptors[i], F_DUPFD_CLOEXEC, first_parking_descriptor);
        if (parked[i] < 0) return child_fail(start, TECTRA_SPAWN_DESCRIPTORS, errno);
    }
    int program = (int)syscall(SYS_fcntl, request->program, F_DUPFD_CLOEXEC, first_parking_descriptor);
    if (program < 0) return child_fail(start, TECTRA_SPAWN_DESCRIPTORS, errno);
    for (uint32_t i = 0; i < request->descriptor_count; i++)
        if (syscall(SYS_dup3, parked[i], (int)i, 0) < 0)
            return child_fail(start, TECTRA_SPAWN_DESCRIPTORS, errno);
    if (syscall(SYS_close_range, request->descriptor_count, program - 1, 0) != 0 ||
        syscall(SYS_close_range, program + 1, ~0U, 0) != 0)
        return child_fail(start, TECTRA_SPAWN_DESCRIPTORS, errno);

    for (uint32_t i = 0; i < request->limit_count; i++) {
        struct rlimit limit = {request->limits[i].value, request->limits[i].value};
        if (syscall(SYS_prlimit64, 0, request->limits[i].resource, &limit, 0) != 0) {
            // A hard limit that is lower already may not be raised: keep to it.
            struct rlimit now;
            if (errno != EPERM || syscall(SYS_prlimit64, 0, request->limits[i].resource, 0, &now) != 0 ||
                now.rlim_max > limit.rlim_max) {
                start->result->resource = request->limits[i].resource;
                return child_fail(start, TECTRA_SPAWN_LIMITS, errno);
            }
            limit.rlim_cur = limit.rlim_max = now.rlim_max;
            syscall(SYS_prlimit64, 0, request->limits[i].resource, &limit, 0);
        }
    }

    unsigned long nothing = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &nothing, 0, sizeof nothing);
    syscall(SYS_execveat, program, "", request->arguments, request->environment, AT_EMPTY_PATH);
    return child_fail(start, TECTRA_SPAWN_EXEC, errno);
}

int tectra_spawn(const tectra_spawn_request *request, tectra_spawn_result *result) {
    *result = (tectra_spawn_result){-1, -1, TECTRA_SPAWN_OK, 0, 0};
    if (request->descriptor_count > TECTRA_SPAWN_DESCRIPTORS_MAX) {
        result->stage = TECTRA_SPAWN_ARGUMENTS;
        result->error = EINVAL;
        return -1;
    }
    char *stack = mmap(0, child_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) {
        result->stage = TECTRA_SPAWN_STACK;
        result->error = errno;
        return -1;
    }
    struct child_start start = {request, result, (pid_t)syscall(SYS_getpid), tectra_own_identity()};
    unsigned long all = ~0UL, before = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all);
    int pidfd = -1;
    unsigned long flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD | request->namespaces;
    long pid;
    if (request->group < 0) {
        pid = clone(child_main, stack + child_stack_size, (int)flags, &start, &pidfd, 0, 0);
        if (pid < 0) pid = -errno;
    } else {
        struct clone_args how = {
            .flags = (flags & ~(unsigned long)SIGCHLD) | CLONE_INTO_CGROUP,
            .pidfd = (uintptr_t)&pidfd,
            .exit_signal = SIGCHLD,
            .stack = (uintptr_t)stack,
            .stack_size = child_stack_size,
            .cgroup = (uint64_t)request->group,
        };
        pid = tectra_clone_into(&how, sizeof how, child_main, &start);
    }
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, 0, sizeof before);
    munmap(stack, child_stack_size);
    if (pid < 0) {
        result->stage = TECTRA_SPAWN_CLONE;
        result->error = (int32_t)-pid;
        return -1;
    }
    if (result->stage != TECTRA_SPAWN_OK) {
        siginfo_t ended;
        while (waitid(P_PIDFD, (id_t)pidfd, &ended, WEXITED) != 0 && errno == EINTR) {}
        close(pidfd);
        return -1;
    }
    result->pid = (int32_t)pid;
    result->pidfd = pidfd;
    return 0;
}

int tectra_reap(int pidfd, tectra_exit *exit) {
    siginfo_t ended = {0};
    struct rusage usage = {0};
    *exit = (tectra_exit){0};
    if (syscall(SYS_waitid, P_PIDFD, pidfd, &ended, WEXITED | WNOHANG, &usage) != 0) return errno;
    if (ended.si_pid == 0) return 0;
    exit->code = ended.si_code;
    exit->status = ended.si_status;
    exit->user_microseconds = (uint64_t)usage.ru_utime.tv_sec * 1000000u + (uint64_t)usage.ru_utime.tv_usec;
    exit->system_microseconds = (uint64_t)usage.ru_stime.tv_sec * 1000000u + (uint64_t)usage.ru_stime.tv_usec;
    exit->peak_kilobytes = (uint64_t)usage.ru_maxrss;
    return 0;
}

void tectra_await_end(int pidfd, int64_t nanoseconds) {
    struct pollfd look = {pidfd, POLLIN, 0};
    struct timespec pause = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    ppoll(&look, 1, &pause, 0);
}

int tectra_open_process(int32_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int tectra_adopt_orphans(int yes) { return prctl(PR_SET_CHILD_SUBREAPER, yes, 0, 0, 0) == 0 ? 0 : errno; }

int tectra_signal_process(int pidfd, int signal) {
    return syscall(SYS_pidfd_send_signal, pidfd, signal, 0, 0) == 0 ? 0 : errno;
}

int tectra_open_readable(const char *path) { return open(path, O_RDONLY | O_CLOEXEC); }

int tectra_small_pipe(int32_t *read_end, int32_t *write_end, int capacity) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return errno;
    fcntl(ends[1], F_SETPIPE_SZ, capacity);
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif

int tectra_image_file(const char *name) {
    int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
    if (file < 0 && errno == EINVAL) file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return file;
}

int tectra_image_seal(int file) {
    return fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0 ? 0 : errno;
}

int tectra_can_seal(void) {
    int file = memfd_create("probe", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return 0;
    int future = fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE) == 0;
    int all = future && fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL) == 0;
    close(file);
    return all;
}
