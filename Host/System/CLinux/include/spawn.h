/// Starting a program in a process of its own, with exactly what it may have.
///
/// Swift must not run between clone and exec: so these few lines are C.
#ifndef TECTRA_SYSTEM_SPAWN_H
#define TECTRA_SYSTEM_SPAWN_H

#include "namespaces.h"

#include <stdint.h>

/// One resource limit, soft and hard alike.
typedef struct tectra_resource_limit {
    int32_t resource;            ///< RLIMIT_…
    uint64_t value;
} tectra_resource_limit;

/// What to start and what it may have.
typedef struct tectra_spawn_request {
    int32_t program;             ///< descriptor of the executable
    const char *const *arguments;    ///< ends with NULL
    const char *const *environment;  ///< ends with NULL; nothing else is inherited
    const int32_t *descriptors;  ///< become 0, 1, 2, … in the child; everything else is closed
    uint32_t descriptor_count;   ///< at most TECTRA_SPAWN_DESCRIPTORS_MAX
    const tectra_resource_limit *limits;
    uint32_t limit_count;
    uint64_t namespaces;         ///< CLONE_NEW…; root in a user namespace of its own, outside who it was
    tectra_network network;      ///< one that it enters; none when its descriptor is -1
    int32_t group;               ///< directory of the control group (version 2) it is born in; -1 for the caller's
    const int32_t *joins;        ///< files of control groups (version 1) that it writes itself into at first
    uint32_t join_count;
    int32_t processor;           ///< the one that it runs on; -1 for any that the calling thread may use
} tectra_spawn_request;

enum { TECTRA_SPAWN_DESCRIPTORS_MAX = 16 };

/// Where a spawn failed.
enum {
    TECTRA_SPAWN_OK = 0,
    TECTRA_SPAWN_ARGUMENTS = 1,
    TECTRA_SPAWN_CLONE = 2,
    TECTRA_SPAWN_PARENT_GONE = 3,
    TECTRA_SPAWN_DESCRIPTORS = 4,
    TECTRA_SPAWN_LIMITS = 5,
    TECTRA_SPAWN_EXEC = 6,
    TECTRA_SPAWN_IDENTITY = 7,
    TECTRA_SPAWN_GROUP = 8,
    TECTRA_SPAWN_PROCESSOR = 9,
    TECTRA_SPAWN_NETWORK = 10,
};

typedef struct tectra_spawn_result {
    int32_t pid;
    int32_t pidfd;
    int32_t stage;               ///< TECTRA_SPAWN_…
    int32_t error;               ///< errno of that stage
    int32_t resource;            ///< for TECTRA_SPAWN_LIMITS: which
} tectra_spawn_result;

/// Starts a program in a new process that dies with the *calling thread*: call it only from a
/// thread that lives as long as the host. Returns 0, or -1 with `result` saying why; then no
/// child is left behind.
///
/// The child shares the caller's memory until it has exec'd (as posix_spawn does), so the host's
/// pages are never made copy-on-write: a plain fork would stall the engine thread on page faults.
int tectra_spawn(const tectra_spawn_request *request, tectra_spawn_result *result);

#endif
