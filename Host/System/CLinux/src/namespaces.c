/// The empty file system is a tmpfs without room that becomes the root; the old root is let go as a whole.
#define _GNU_SOURCE
#include "namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { child_stack_size = 64 * 1024 };

tectra_identity tectra_own_identity(void) {
    tectra_identity own;
    snprintf(own.user, sizeof own.user, "0 %u 1\n", (unsigned)geteuid());
    snprintf(own.group, sizeof own.group, "0 %u 1\n", (unsigned)getegid());
    return own;
}

static int put(const char *path, const char *text) {
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
    if (file < 0) return errno;
    long length = (long)strlen(text);
    int error = syscall(SYS_write, file, text, length) == length ? 0 : errno;
    syscall(SYS_close, file);
    return error;
}

int tectra_take_identity(const tectra_identity *identity) {
    // A kernel without the first has no reason to refuse the third.
    int error = put("/proc/self/setgroups", "deny");
    if (error && error != ENOENT) return error;
    error = put("/proc/self/uid_map", identity->user);
    return error ? error : put("/proc/self/gid_map", identity->group);
}

int tectra_hide_files(int keeps_processes) {
    const unsigned long bare = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    // Nothing that is mounted here may be seen elsewhere.
    if (mount(0, "/", 0, MS_REC | MS_PRIVATE, 0) != 0) return errno;
    // A directory that must be there, for the host reads a worker's status in it.
    if (mount("none", "/proc", "tmpfs", bare, "size=4k,nr_inodes=2,mode=0555") != 0) return errno;
    if (chdir("/proc") != 0) return errno;
    if (keeps_processes && (mkdir("proc", 0555) != 0 || mount("proc", "proc", "proc", bare, 0) != 0)) return errno;
    // The old root lands on top of the new one, and is taken off.
    if (syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0) return errno;
    return mount(0, "/", 0, MS_REMOUNT | MS_BIND | MS_RDONLY | bare, 0) == 0 ? 0 : errno;
}

struct attempt {
    uint64_t flags;
    tectra_identity identity;
};

static int isolate_and_leave(void *argument) {
    const struct attempt *attempt = argument;
    int failed = (attempt->flags & CLONE_NEWUSER) && tectra_take_identity(&attempt->identity) != 0;
    if (!failed && (attempt->flags & CLONE_NEWNS)) failed = tectra_hide_files(0) != 0;
    syscall(SYS_exit, failed);
    return 1;
}

int tectra_can_isolate(uint64_t flags) {
    char *stack = mmap(0, child_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) return 0;
    struct attempt attempt = {flags, tectra_own_identity()};
    unsigned long all = flags | CLONE_VM | CLONE_VFORK | SIGCHLD;
    int pid = clone(isolate_and_leave, stack + child_stack_size, (int)all, &attempt);
    int status = 1;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    munmap(stack, child_stack_size);
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A thread's namespaces are its own; what holds this one on is the descriptor.
static void *make_network(void *result) {
    int *descriptor = result;
    if (unshare(CLONE_NEWNET) != 0) {
        *descriptor = -errno;
        return 0;
    }
    *descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (*descriptor < 0) {
        *descriptor = -errno;
    } else if (setns(*descriptor, CLONE_NEWNET) != 0) {
        // Where namespaces can be made and not entered it is of no use.
        int error = errno;
        close(*descriptor);
        *descriptor = -error;
    }
    return 0;
}

int tectra_empty_network(void) {
    pthread_t thread;
    int descriptor = -1;
    int error = pthread_create(&thread, 0, make_network, &descriptor);
    if (!error) pthread_join(thread, 0);
    if (!error && descriptor >= 0) return descriptor;
    errno = error ? error : -descriptor;
    return -1;
}
