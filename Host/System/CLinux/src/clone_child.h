/// The birth of a child in the places that it is to live in.
///
/// By clone(CLONE_VM|CLONE_VFORK), as posix_spawn does it: the child has the caller's memory until it runs a program or
/// ends, so the host's pages are never made copy-on-write; a fork would stall the engine's thread on page faults.
#ifndef TECTRA_SYSTEM_CLONE_CHILD_H
#define TECTRA_SYSTEM_CLONE_CHILD_H

#include "namespaces.h"

#include <stdint.h>
#include <sys/wait.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

struct birthplace {
    uint64_t flags;              ///< CLONE_NEW… of namespaces that are its own; CLONE_FILES
    tectra_network network;      ///< one that it enters; none when its descriptor is -1
    int32_t group;               ///< directory of a control group (version 2); -1 for the caller's
};

struct birth {
    int32_t pid;
    int32_t pidfd;
    int32_t error;               ///< errno, or 0; then there is no child
    int32_t is_network;          ///< the network could not be entered
};

/// Runs `run(argument)` in a child of the calling thread; the child ends with what it returns. Only raw system calls
/// may run in there, with every signal blocked. Returns when the child has ended or runs another program.
struct birth tectra_clone_child(const struct birthplace *place, int (*run)(void *), void *argument);

/// Waits for the end of a child, reaps it and closes `pidfd`. What it ended with, or -1 when it was killed.
int tectra_await_child(int pidfd);

#endif
