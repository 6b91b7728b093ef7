/// Attack 32: all the memory there is: heap, stack, many small mappings, locked pages. Observed: malloc gives NULL
/// or the worker crashes, at its limit; nobody else notices.
#include "attack.h"

static int deeper(volatile char *before, int depth) {
    volatile char here[4096];
    here[0] = before ? before[0] : 1;
    return depth < 1 << 20 ? deeper(here, depth + 1) + here[0] : 0;
}

static void attack(const char *variant) {
    if (is(variant, "heap")) {
        size_t got = 0;
        for (char *more; got < 4096 && (more = malloc(1 << 20)); got++) memset(more, 1, 1 << 20);
        if (got >= 4096) say("breach %zu-MiB", got);
        else say("held heap %d", ENOMEM);
    }
    if (is(variant, "stack")) say("breach stack-%d", deeper(0, 0));
    if (is(variant, "mappings")) {
        size_t got = 0;
        while (got < 1 << 20 && mmap(0, 4096 * (1 + got % 3), PROT_READ | (got & 1 ? PROT_WRITE : 0),
                                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) got++;
        if (got >= 1 << 20) say("breach %zu-mappings", got);
        else say("held mappings %d", ENOMEM);
    }
    if (is(variant, "lock")) judge(variant, syscall(SYS_mlock, self.host, 4096));
}
