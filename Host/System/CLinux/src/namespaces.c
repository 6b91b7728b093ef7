/// The empty file system is a tmpfs without room that becomes the root; the old root is let go as a whole.
#define _GNU_SOURCE
#include "namespaces.h"

#include "clone_child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/// The calling process's user and group, and who they are to be inside.
static tectra_identity identity(unsigned user, unsigned group) {
    tectra_identity own;
    snprintf(own.user, sizeof own.user, "%u %u 1\n", user, (unsigned)geteuid());
    snprintf(own.group, sizeof own.group, "%u %u 1\n", group, (unsigned)getegid());
    return own;
}

tectra_identity tectra_own_identity(void) { return identity(0, 0); }

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

static int isolate(void *argument) {
    const struct attempt *attempt = argument;
    int failed = (attempt->flags & CLONE_NEWUSER) && tectra_take_identity(&attempt->identity) != 0;
    if (!failed && (attempt->flags & CLONE_NEWNS)) failed = tectra_hide_files(0) != 0;
    return failed;
}

int tectra_can_isolate(uint64_t flags, tectra_network network) {
    struct attempt attempt = {flags, tectra_own_identity() };
    struct birth birth = tectra_clone_child(&(struct birthplace){flags, network, -1}, isolate, &attempt);
    return !birth.error && tectra_await_child(birth.pidfd) == 0;
}

struct foundation {
    uint64_t flags;
    tectra_identity identity;
    tectra_network made;
    int32_t error;
};

/// With the host's descriptors: what is opened here stays open there, and holds the namespaces on.
static int found(void *argument) {
    struct foundation *new = argument;
    if (new->flags & CLONE_NEWUSER) {
        new->error = tectra_take_identity(&new->identity);
        if (new->error) return 1;
        new->made.owner = (int32_t)syscall(SYS_openat, AT_FDCWD, "/proc/self/ns/user", O_RDONLY | O_CLOEXEC, 0);
        if (new->made.owner < 0) new->error = errno;
    }
    new->made.descriptor = (int32_t)syscall(SYS_openat, AT_FDCWD, "/proc/self/ns/net", O_RDONLY | O_CLOEXEC, 0);
    if (new->made.descriptor < 0) new->error = errno;
    return new->error != 0;
}

int tectra_make_empty_network(uint64_t flags, tectra_network *network) {
    const uint64_t own = CLONE_NEWNET | (flags & CLONE_NEWUSER);
    // Inside it is who it is outside: a worker's map names its user by the same number whether it lives in here or not.
    struct foundation new = {own, identity(geteuid(), getegid()), {-1, -1}, 0};
    const struct birthplace place = {own | CLONE_FILES, {-1, -1}, -1};
    struct birth birth = tectra_clone_child(&place, found, &new);
    int status = birth.error ? 0 : tectra_await_child(birth.pidfd);
    int error = birth.error ? birth.error : new.error;
    if (!error && status != 0) error = ECHILD;
    if (error) {
        if (new.made.descriptor >= 0) close(new.made.descriptor);
        if (new.made.owner >= 0) close(new.made.owner);
        new.made = (tectra_network){-1, -1};
    }
    *network = new.made;
    return error;
}
