/// Landlock with constants of our own: Debian 12's kernel headers know only its first version.
#ifndef TECTRA_SYSTEM_LANDLOCK_H
#define TECTRA_SYSTEM_LANDLOCK_H

#include <stdint.h>

/// The Landlock ABI of the running kernel; 0 when it has none or it is switched off.
int tectra_landlock_abi(void);

/// What a domain denies. All rights of the given ABI, no rule: everything handled is denied.
typedef struct tectra_landlock_rights {
    uint64_t filesystem;
    uint64_t network;
    uint64_t scoped;
} tectra_landlock_rights;

/// Every right that a kernel of this ABI can handle.
tectra_landlock_rights tectra_landlock_all(int abi);

/// Puts the calling thread, and all it will start, under a domain with zero rules. Needs
/// no_new_privs, and that the process has one thread. 0 or errno.
int tectra_landlock_restrict(tectra_landlock_rights rights);

#endif
