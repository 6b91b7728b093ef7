/// Attack 1: learning which paths exist, by asking for one that does and one that does not. Observed: both answers are
/// the same, EACCES, whatever is asked with; the library itself can be opened again, and nothing beside it.
#include <sys/stat.h>

#include "attack.h"

static long ask(const char *variant, const char *path) {
    struct stat facts;
    if (is(variant, "stat")) return syscall(SYS_newfstatat, AT_FDCWD, path, &facts, 0);
    if (is(variant, "stat-empty-flag")) return syscall(SYS_newfstatat, AT_FDCWD, path, &facts, AT_EMPTY_PATH);
    if (is(variant, "open-path")) return syscall(SYS_openat, AT_FDCWD, path, O_PATH, 0);
    return syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0);
}

static void attack(const char *variant) {
    if (is(variant, "library")) {
        long got = ask(variant, "/proc/self/fd/3/../../environ");
        if (got < 0) got = ask(variant, "/proc/self/fd/2");
        return judge(variant, got);
    }
    long there = ask(variant, "/etc/passwd");
    int there_error = errno;
    long nowhere = ask(variant, "/etc/there-is-no-such-file");
    int nowhere_error = errno;
    int tells = there >= 0 || nowhere >= 0 || there_error != nowhere_error;
    if (tells) say("breach path-%d-%d", there_error, nowhere_error);
    else say("held %s %d", variant, there_error);
}
