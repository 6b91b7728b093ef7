/// Attack 39: an IFUNC resolver, which the loader runs before any constructor, opens a socket. Observed: SIGSYS.
#include <sys/socket.h>

#include "attack.h"

static int chosen(void) { return 1; }
static long through(long number, long a, long b, long c) {
    long result;
#if defined(__x86_64__)
    __asm__ volatile("syscall" : "=a"(result) : "0"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
#else
    (void)number, (void)a, (void)b, (void)c;
    result = -1;
#endif
    return result;
}

static int (*resolve(void))(void) {
    through(SYS_socket, AF_INET, SOCK_STREAM, 0);
    return chosen;
}

int resolved(void) __attribute__((ifunc("resolve")));

static void attack(const char *variant) {
    (void)variant;
    say("open resolver %d", resolved());
}
