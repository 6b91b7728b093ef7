/// The three system calls of Landlock; see landlock.h.
#define _GNU_SOURCE
#include "landlock.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

enum { ask_for_version = 1 };

int tectra_landlock_abi(void) {
    long abi = syscall(SYS_landlock_create_ruleset, 0, 0, ask_for_version);
    return abi > 0 ? (int)abi : 0;
}

tectra_landlock_rights tectra_landlock_all(int abi) {
    tectra_landlock_rights rights = {0, 0, 0};
    if (abi < 1) return rights;
    // Bits 0-12 came first; then refer, truncate, ioctl on devices, connecting to socket files.
    int bits = 13;
    if (abi >= 2) bits = 14;
    if (abi >= 3) bits = 15;
    if (abi >= 5) bits = 16;
    if (abi >= 9) bits = 17;
    rights.filesystem = (1ULL << bits) - 1;
    if (abi >= 4) rights.network = 3;  // bind and connect of TCP
    if (abi >= 6) rights.scoped = 3;   // abstract unix sockets, signals
    return rights;
}

int tectra_landlock_restrict(tectra_landlock_rights rights) {
    // The kernel takes a longer struct than it knows as long as the tail is zero.
    struct {
        uint64_t filesystem, network, scoped;
    } attributes = {rights.filesystem, rights.network, rights.scoped};
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
    if (ruleset < 0) return errno;
    int error = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0 ? 0 : errno;
    close(ruleset);
    return error;
}
