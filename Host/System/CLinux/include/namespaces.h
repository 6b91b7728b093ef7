/// Namespaces of a worker's own: what it takes to make them, and the file system that it sees in one, which is empty.
#ifndef TECTRA_SYSTEM_NAMESPACES_H
#define TECTRA_SYSTEM_NAMESPACES_H

#include <stdint.h>

/// What a process writes about itself in a new user namespace: who it is in there, and outside who it was.
typedef struct tectra_identity {
    char user[32];
    char group[32];
} tectra_identity;

/// The lines by which the calling process's user is root in there. Made before a clone, because nothing is formatted
/// behind one.
tectra_identity tectra_own_identity(void);

/// Takes the identity, in a process whose user namespace is new. Raw system calls alone. 0 or errno.
int tectra_take_identity(const tectra_identity *identity);

/// Puts an empty read-only file system in the place of everything this process can name. Needs a mount namespace of
/// its own and the right to mount in it. What is open or mapped stays so. 0 or errno; then the process must end.
///
/// - `keeps_processes`: a /proc of the process's own namespace is left, for a test rig without the loading filter.
int tectra_hide_files(int keeps_processes);

/// A network namespace, and the user namespace that it belongs to where that is not the host's own.
typedef struct tectra_network {
    int32_t descriptor;          ///< of the network namespace; -1 for none
    int32_t owner;               ///< of the user namespace; -1 for the host's own
} tectra_network;

/// 1 when this machine lets us make the namespaces of `flags` (CLONE_NEW…) for a child, in `network` when that is one,
/// and, with a mount namespace among them, hide all files in it. Found by trying.
int tectra_can_isolate(uint64_t flags, tectra_network network);

/// A new network namespace in which there is nothing but a loopback device that is down. It belongs to a new user
/// namespace when `flags` has CLONE_NEWUSER, as it must for an ordinary user: who lives in a user namespace below
/// that one has no right over it. 0 or errno.
int tectra_make_empty_network(uint64_t flags, tectra_network *network);

#endif
