/// Attack 18: the memory and the descriptors of the host. Observed: SIGSYS, or EACCES where a file must be opened;
/// with the filters off, no such file.
#include <sys/uio.h>

#include "attack.h"

static void attack(const char *variant) {
    int peer = (int)self.peer;
    char byte = 0, path[64];
    struct iovec here = {&byte, 1}, there = {(void *)attack, 1};
    if (is(variant, "readv")) judge(variant, syscall(SYS_process_vm_readv, peer, &here, 1, &there, 1, 0));
    if (is(variant, "writev")) judge(variant, syscall(SYS_process_vm_writev, peer, &here, 1, &there, 1, 0));
    if (is(variant, "proc-mem") || is(variant, "proc-environ") || is(variant, "proc-maps")) {
        snprintf(path, sizeof path, "/proc/%d/%s", peer, variant + 5);
        judge_path(variant, syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0));
    }
    if (is(variant, "pidfd-getfd")) {
        int file = (int)syscall(SYS_pidfd_open, peer, 0);
        judge(variant, file < 0 ? -1 : syscall(SYS_pidfd_getfd, file, 0, 0));
    }
}
