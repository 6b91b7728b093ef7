/// What the kernel says about a process, read from outside: the only evidence that counts.
#ifndef TECTRA_SYSTEM_ATTEST_H
#define TECTRA_SYSTEM_ATTEST_H

#include <stddef.h>
#include <stdint.h>

/// The lines of /proc/<pid>/status that matter. A line that is not there leaves -1 (or all ones).
typedef struct tectra_process_status {
    int64_t user_real, user_effective, user_saved, user_filesystem;
    int64_t group_effective;
    int64_t threads;
    int64_t seccomp_mode;
    int64_t seccomp_filters;
    int64_t no_new_privileges;
    int64_t tracer;
    uint64_t capabilities_inheritable, capabilities_permitted, capabilities_effective;
    uint64_t capabilities_bounding, capabilities_ambient;
    char state;              ///< R, S, D, Z, …; 0 when there is no such line
} tectra_process_status;

/// Reads the text of a status file.
tectra_process_status tectra_parse_status(const char *text, size_t length);

/// Reads /proc/<pid>/status. 0 or errno.
int tectra_read_status(int pid, tectra_process_status *status);

#endif
