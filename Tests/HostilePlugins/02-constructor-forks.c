/// Attack 2: a constructor makes a process and a thread. Observed: both fail (EAGAIN, ENOSYS); no child exists.
#include <pthread.h>
#include <signal.h>

#include "attack.h"

static long forked, cloned, clone_error, fork_error;
static int thread;

static void *idle(void *argument) { return argument; }

__attribute__((constructor)) static void at_load(void) {
    forked = syscall(SYS_fork);
    fork_error = errno;
    if (forked == 0) _exit(0);
    // struct clone_args: flags, three addresses, the signal of its end, and nothing else.
    uint64_t how[8] = {0, 0, 0, 0, SIGCHLD};
    cloned = syscall(SYS_clone3, how, sizeof how);
    clone_error = errno;
    if (cloned == 0) _exit(0);
    pthread_t made;
    thread = pthread_create(&made, 0, idle, 0);
}

static void attack(const char *variant) {
    (void)variant;
    errno = (int)fork_error;
    judge("fork", forked);
    errno = (int)clone_error;
    judge("clone3", cloned);
    errno = thread;
    judge("thread", thread == 0 ? 0 : -1);
}
