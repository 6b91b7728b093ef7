/// fcntl is variadic and MFD_NOEXEC_SEAL is newer than Debian 12's headers, so this is C.
#define _GNU_SOURCE
#include "memfd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

int tectra_memfd_create(const char *name) {
    int descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
    // A kernel before 6.3 refuses the flag it does not know.
    if (descriptor < 0 && errno == EINVAL) descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return descriptor < 0 ? -errno : descriptor;
}

static int seals_of(int kind) {
    int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    return kind == TECTRA_SEAL_WRITERS ? seals | F_SEAL_FUTURE_WRITE : seals;
}

int tectra_memfd_seal(int descriptor, int kind) {
    return fcntl(descriptor, F_ADD_SEALS, seals_of(kind)) == 0 ? 0 : errno;
}

int tectra_memfd_seals(int descriptor) {
    int seals = fcntl(descriptor, F_GET_SEALS);
    return seals < 0 ? -errno : seals;
}

int tectra_memfd_is_sealed(int seals, int kind) {
    return seals >= 0 && (seals & seals_of(kind)) == seals_of(kind);
}
