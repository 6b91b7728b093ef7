/// Attacks 21 to 23: the host's own memory. Making it writable, opening it again for writing, resizing it under the
/// host, sealing it against the host, punching holes that cost the host a page fault each. Observed: EACCES by the
/// seals, SIGSYS by the filters.
#include "attack.h"

enum { hosts_descriptor = 8, workers_descriptor = 9 };

static void attack(const char *variant) {
    uint8_t *hosts = 0, *own = order_ring(0, &hosts);
    if (!own) return;
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", hosts_descriptor);
    if (is(variant, "mprotect-write")) judge(variant, syscall(SYS_mprotect, hosts, 4096, PROT_READ | PROT_WRITE));
    if (is(variant, "reopen-write")) {
        int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR, 0);
        if (file < 0 && errno == ENOENT) errno = EBADF;  // it was closed
        long result = file < 0 ? -1 : syscall(SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        judge(variant, result == (long)MAP_FAILED ? -1 : result);
    }
    if (is(variant, "pwrite")) judge(variant, syscall(SYS_pwrite64, hosts_descriptor, "x", 1, 0));
    if (is(variant, "mmap-write"))
        judge(variant, syscall(SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, hosts_descriptor, 0));
    if (is(variant, "truncate")) judge(variant, syscall(SYS_ftruncate, workers_descriptor, 0));
    if (is(variant, "grow")) judge(variant, syscall(SYS_ftruncate, workers_descriptor, 1 << 30));
    if (is(variant, "seal")) judge(variant, syscall(SYS_fcntl, hosts_descriptor, F_ADD_SEALS, F_SEAL_WRITE));
    if (is(variant, "set-flags")) judge(variant, syscall(SYS_fcntl, 2, F_SETFL, 0));
    if (is(variant, "remove-hosts")) judge(variant, syscall(SYS_madvise, hosts, 4096, MADV_REMOVE));
    if (is(variant, "remove-own")) {
        // In its own region a hole is no harm to its words, but each costs the host a page fault.
        long result = 0;
        for (int i = 0; i < 1000 && result == 0; i++) result = syscall(SYS_madvise, own + 8192, 4096, MADV_REMOVE);
        judge(variant, result);
    }
    if (is(variant, "punch")) judge(variant, syscall(SYS_fallocate, workers_descriptor, 3, 8192, 4096));
}
