/// What a child does between its birth and exec. Only raw system calls run there: the C library's own state
/// (credentials, signals, errno) is the parent's.
#define _GNU_SOURCE
#include "spawn.h"

#include "clone_child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif

enum { first_parking_descriptor = 256 };

struct child_start {
    const tectra_spawn_request *request;
    tectra_spawn_result *result;
    pid_t parent;
    tectra_identity identity;
};

static int child_fail(struct child_start *start, int stage, long error) {
    start->result->stage = stage;
    start->result->error = (int32_t)error;
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
    struct child_start start = {request, result, (pid_t)syscall(SYS_getpid), tectra_own_identity()};
    const struct birthplace place = {request->namespaces, request->network, request->group};
    struct birth birth = tectra_clone_child(&place, child_main, &start);
    if (birth.error) {
        result->stage = birth.is_network ? TECTRA_SPAWN_NETWORK : TECTRA_SPAWN_CLONE;
        result->error = birth.error;
        return -1;
    }
    if (result->stage != TECTRA_SPAWN_OK) {
        tectra_await_child(birth.pidfd);
        return -1;
    }
    result->pid = birth.pid;
    result->pidfd = birth.pidfd;
    return 0;
}
