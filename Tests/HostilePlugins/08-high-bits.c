/// Attack 8: what a filter that looks at 32 bits takes for an allowed argument (CVE-2019-10063). Observed: the
/// verdict is the same as without the high bits.
#include "attack.h"

static void attack(const char *variant) {
    long high = 0x123L << 32;
    // FIOCLEX, which the kernel does for any open file: only a layer in front of it says no.
    if (is(variant, "ioctl")) judge(variant, syscall(SYS_ioctl, 1, high | 0x5451, 0));
    if (is(variant, "futex")) {
        int word = 0;
        judge(variant, syscall(SYS_futex, &word, high | 1, 1, 0, 0, 0));
    }
    if (is(variant, "mmap")) judge(variant, syscall(SYS_mmap, 0, 4096, high | 3, 0x22, -1, 0));
    if (is(variant, "madvise")) {
        char *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        judge(variant, syscall(SYS_madvise, page, 4096, high | 4));
    }
    if (is(variant, "write")) judge(variant, syscall(SYS_write, high | 1, "x", 1));
}
