/// Watching a process from outside, stripping one's own of its rights, and the files that are handed to one.
#ifndef TECTRA_SYSTEM_PROCESS_H
#define TECTRA_SYSTEM_PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// How a child ended. `code` is CLD_EXITED, CLD_KILLED or CLD_DUMPED; 0 while it still runs.
typedef struct tectra_exit {
    int32_t code;
    int32_t status;              ///< exit code or signal
    uint64_t user_microseconds;
    uint64_t system_microseconds;
    uint64_t peak_kilobytes;
} tectra_exit;

/// Reaps a child without waiting. 0 on success, else errno.
int tectra_reap(int pidfd, tectra_exit *exit);
/// Waits until a process has ended, at most `nanoseconds`. Does not reap it.
void tectra_await_end(int pidfd, int64_t nanoseconds);
/// A pidfd of a process, or -1 with errno.
int tectra_open_process(int32_t pid);
/// Whether children of a child that ends become this process's own, to be reaped here. 0 or errno.
int tectra_adopt_orphans(int yes);
/// Sends a signal through a pidfd. 0 or errno.
int tectra_signal_process(int pidfd, int signal);

/// What `tectra_surrender` could not do; 0 when all is gone.
enum {
    TECTRA_SURRENDER_OK = 0,
    TECTRA_SURRENDER_BOUNDING = 1,
    TECTRA_SURRENDER_USER = 2,
    TECTRA_SURRENDER_CAPABILITIES = 3,
    TECTRA_SURRENDER_PARENT = 4,
    TECTRA_SURRENDER_PRIVILEGES = 5,
};

/// Gives up every right for good: bounding set, groups, user (when `user` is not UINT32_MAX),
/// capabilities, dumpability, and any way to regain them (no_new_privs). Sets the parent-death
/// signal again, which a change of user clears. Returns a TECTRA_SURRENDER_… value; errno says more.
int tectra_surrender(uint32_t user, uint32_t group, int32_t parent);

/// The least of `tectra_surrender`: no way to more rights than it has, and it dies with its host. 0, or -1 with errno.
int tectra_renounce_privileges(int32_t parent);

/// 1 when speculation of a single process can be restricted here.
int tectra_has_speculation_control(void);

/// Asks for speculation control of this thread: 0 when both controls are in force, else how many are not.
int tectra_restrict_speculation(void);

/// From now on reading the time-stamp counter, and with it every clock, is a SIGSEGV. 0 or errno
/// (ENOTSUP: this processor has no such switch).
int tectra_trap_clock(void);

/// Descriptor of a file opened for exec and read (O_RDONLY|O_CLOEXEC), or -1 with errno.
int tectra_open_readable(const char *path);

/// Sets a small variable of the C library to a steady state before lock-down: time zone, malloc.
void tectra_settle_runtime(void);

/// An empty memfd that can be sealed, never executed where the kernel knows how to say so.
/// A descriptor, or -1 with errno.
int tectra_image_file(const char *name);
/// Makes a memfd's bytes and size final. 0 or errno.
int tectra_image_seal(int file);
/// 1 when memfds take every seal we use.
int tectra_can_seal(void);

/// Makes a pipe whose write end never blocks and that holds at most `capacity` bytes. 0 or errno.
int tectra_small_pipe(int32_t *read_end, int32_t *write_end, int capacity);

#endif
