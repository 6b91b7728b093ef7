/// Attacks 4 to 7: the same kernel through another door. i386 calls by int 0x80 (one that is allowed by its number,
/// one that looks at a file), an x32 call, numbers that no call has. Observed: SIGSYS for each.
#include "attack.h"

static long foreign(long number, long first, long second) {
#if defined(__x86_64__)
    long result = number;
    __asm__ volatile("int $0x80" : "+a"(result) : "b"(first), "c"(second) : "memory", "r8", "r9", "r10", "r11");
    return result;
#else
    (void)number, (void)first, (void)second;
    return -ENOSYS;
#endif
}

static void report(const char *what, long result) {
    errno = result < 0 ? (int)-result : 0;
    judge(what, result);
}

static void attack(const char *variant) {
    if (is(variant, "int80-getpid")) report(variant, foreign(20, 0, 0));
    if (is(variant, "int80-access")) {
        // The path must lie below 4 GiB for this door.
        char *low = mmap((void *)0x30000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if ((uintptr_t)low < 0x80000000u) strcpy(low, "/etc/passwd");
        report(variant, foreign(33, (long)low, 0));
    }
    if (is(variant, "x32-getpid")) judge(variant, syscall(0x40000000 | 39));
    if (is(variant, "call-999")) judge(variant, syscall(999));
    if (is(variant, "call-minus-1")) judge(variant, syscall(-1));
}
