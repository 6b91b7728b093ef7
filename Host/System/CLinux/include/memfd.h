/// Anonymous files for shared memory, and the seals that keep a peer from resizing or writing them.
#ifndef TECTRA_SYSTEM_MEMFD_H
#define TECTRA_SYSTEM_MEMFD_H

#include <stdint.h>

/// Makes a close-on-exec memfd that takes seals and, where the kernel knows how, can never be
/// made executable. Returns the descriptor or -errno.
int tectra_memfd_create(const char *name);

/// Who may still write after sealing. Either way nobody can resize, punch or unseal.
enum {
    TECTRA_SEAL_SIZE = 1,        ///< the size is final; every holder may map it writable
    TECTRA_SEAL_WRITERS = 2,     ///< and no new writable mapping: only those who have one
};

/// Seals a memfd. 0 or errno.
int tectra_memfd_seal(int descriptor, int kind);

/// The seals of a memfd as the kernel gives them (F_SEAL_…), or -errno.
int tectra_memfd_seals(int descriptor);

/// 1 when `seals` hold all of `kind`.
int tectra_memfd_is_sealed(int seals, int kind);

#endif
