/// Attack 14: memory that is written and then run, after the library is loaded. Observed: SIGSYS.
#include <sys/personality.h>

#include "attack.h"

static void attack(const char *variant) {
    char *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (is(variant, "mmap-rwx")) judge(variant, syscall(SYS_mmap, 0, 4096, 7, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (is(variant, "mprotect-rx")) judge(variant, syscall(SYS_mprotect, page, 4096, PROT_READ | PROT_EXEC));
    if (is(variant, "pkey-mprotect")) judge(variant, syscall(SYS_pkey_mprotect, page, 4096, PROT_READ | PROT_EXEC, -1));
    if (is(variant, "personality")) judge(variant, syscall(SYS_personality, READ_IMPLIES_EXEC));
    if (is(variant, "mmap-shared-rx")) judge(variant, syscall(SYS_mmap, 0, 4096, 5, MAP_SHARED, 9, 0));
}
