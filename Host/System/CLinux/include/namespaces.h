/// Namespaces of a worker's own: what it takes to make them, and the file system that it sees in one, which is empty.
#ifndef TECTRA_SYSTEM_NAMESPACES_H
#define TECTRA_SYSTEM_NAMESPACES_H

#include <stdint.h>

/// What a process writes about itself in a new user namespace: it is root in there, and outside who it was.
typedef struct tectra_identity {
    char user[32];
    char group[32];
} tectra_identity;

/// The lines for the calling process's user and group. Made before a clone, because nothing is formatted behind one.
tectra_identity tectra_own_identity(void);

/// Takes the identity, in a process whose user namespace is new. Raw system calls alone. 0 or errno.
int tectra_take_identity(const tectra_identity *identity);

/// Puts an empty read-only file system in the place of everything this process can name. Needs a mount namespace of
/// its own and the right to mount in it. What is open or mapped stays so. 0 or errno; then the process must end.
///
/// - `keeps_processes`: a /proc of the process's own namespace is left, for a test rig without the loading filter.
int tectra_hide_files(int keeps_processes);

/// 1 when this machine lets us make the namespaces of `flags` (CLONE_NEW…) and, with a mount namespace among them,
/// hide all files in it. Found by trying.
int tectra_can_isolate(uint64_t flags);

/// A descriptor of a new network namespace in which there is nothing but a loopback device that is down, or -1 with
/// errno. Takes the right to make one outside any user namespace.
int tectra_empty_network(void);

#endif
