/// Ends, signals and reaps a process through its pidfd, and makes the files that are handed to one.
#define _GNU_SOURCE
#include "process.h"

#include "clone_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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
