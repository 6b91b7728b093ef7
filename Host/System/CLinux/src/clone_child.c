/// A network that belongs to a user namespace is entered by way of that. A process namespace begins with the next
/// child, so the one that enters is not the one that lives: it has its parent bear another, its sibling.
#define _GNU_SOURCE
#include "clone_child.h"

#include "clone_into.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { child_stack_size = 128 * 1024, stacks_size = 2 * child_stack_size };

struct labor {
    const struct birthplace *place;
    int (*run)(void *);
    void *argument;
    char *stack;
    struct birth birth;
};

static void end(int status) {
    for (;;) syscall(SYS_exit, status);
}

/// The kernel takes the namespaces of the two apart: with the first it changes the rights to enter the second.
static int enter_network(struct labor *labor) {
    const tectra_network *network = &labor->place->network;
    if (network->owner >= 0 && syscall(SYS_setns, network->owner, CLONE_NEWUSER) != 0) labor->birth.error = errno;
    else if (syscall(SYS_setns, network->descriptor, CLONE_NEWNET) != 0) labor->birth.error = errno;
    labor->birth.is_network = labor->birth.error != 0;
    return labor->birth.error;
}

static int child(void *argument) {
    struct labor *labor = argument;
    const tectra_network *network = &labor->place->network;
    if (network->descriptor >= 0 && network->owner < 0 && enter_network(labor) != 0) end(127);
    end(labor->run(labor->argument));
    return 127;
}

/// `parent` is CLONE_PARENT for a child of the caller's parent, else 0. The kernel writes the pidfd before the child
/// runs: whatever happens to the caller, it is known whether there is one.
static void bear(struct labor *labor, unsigned long parent) {
    const struct birthplace *place = labor->place;
    unsigned long flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | parent | place->flags;
    int *pidfd = &labor->birth.pidfd;
    long pid;
    if (place->group < 0) {
        pid = clone(child, labor->stack, (int)(flags | SIGCHLD), labor, pidfd, 0, 0);
        if (pid < 0) pid = -errno;
    } else {
        struct clone_args how = {
            .flags = flags | CLONE_INTO_CGROUP,
            .pidfd = (uintptr_t)pidfd,
            // A sibling's is the caller's.
            .exit_signal = parent ? 0 : SIGCHLD,
            .stack = (uintptr_t)labor->stack - child_stack_size,
            .stack_size = child_stack_size,
            .cgroup = (uint64_t)place->group,
        };
        pid = tectra_clone_into(&how, sizeof how, child, labor);
    }
    if (pid < 0) labor->birth.error = (int32_t)-pid;
    else labor->birth.pid = (int32_t)pid;
}

static int enter_and_bear(void *argument) {
    struct labor *labor = argument;
    syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (enter_network(labor) == 0) bear(labor, CLONE_PARENT);
    end(0);
    return 0;
}

/// With the caller's descriptors, so that the pidfd which the kernel gives it is the caller's.
static void bear_by_another(struct labor *labor, char *stack) {
    unsigned long flags = CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD;
    int pid = clone(enter_and_bear, stack, (int)flags, labor);
    if (pid < 0) {
        labor->birth.error = errno;
        return;
    }
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    // Killed from outside, it may have left a child behind that nobody waits for any more.
    if (status != 0 && !labor->birth.error) labor->birth.error = ECHILD;
}

struct birth tectra_clone_child(const struct birthplace *place, int (*run)(void *), void *argument) {
    struct labor labor = {place, run, argument, 0, {-1, -1, 0, 0}};
    char *stacks = mmap(0, stacks_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stacks == MAP_FAILED) {
        labor.birth.error = errno;
        return labor.birth;
    }
    labor.stack = stacks + child_stack_size;
    // No handler of the caller's may run in a child that has its memory.
    unsigned long all = ~0UL, before = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all);
    if (place->network.owner >= 0) bear_by_another(&labor, stacks + stacks_size);
    else bear(&labor, 0);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, 0, sizeof before);
    if (labor.birth.error && labor.birth.pidfd >= 0) {
        // Before its stack goes.
        syscall(SYS_pidfd_send_signal, labor.birth.pidfd, SIGKILL, 0, 0);
        tectra_await_child(labor.birth.pidfd);
        labor.birth.pid = labor.birth.pidfd = -1;
    }
    munmap(stacks, stacks_size);
    return labor.birth;
}

int tectra_await_child(int pidfd) {
    siginfo_t ended = {0};
    while (waitid(P_PIDFD, (id_t)pidfd, &ended, WEXITED) != 0 && errno == EINTR) {}
    close(pidfd);
    return ended.si_code == CLD_EXITED ? ended.si_status : -1;
}
