/// Attack 20: what a process is told at its start: environment, arguments, auxiliary vector, user. Observed:
/// nothing of the host's environment, no path, no name.
#include <sys/auxv.h>

#include "attack.h"

extern char **environ;

static void attack(const char *variant) {
    int leaks = 0, count = 0;
    for (char **entry = environ; entry && *entry; entry++, count++)
        if (strstr(*entry, "CANARY") || strstr(*entry, "HOME") || strstr(*entry, "PATH")) leaks++;
    if (is(variant, "environment")) {
        if (leaks || count > 4) say("breach environment-%d-of-%d", leaks, count);
        else say("held environment 0");
    }
    if (is(variant, "program")) {
        const char *name = (const char *)getauxval(AT_EXECFN);
        if (name && name[0] == '/' && strncmp(name, "/dev/fd/", 8) != 0) say("breach path-%.40s", name);
        else say("held program 0");
    }
    if (is(variant, "user")) {
        if (getauxval(AT_UID) == 0 && getauxval(AT_SECURE) == 0 && syscall(SYS_getuid) == 0) say("breach root");
        else say("held user 0");
    }
    if (is(variant, "host-name")) judge(variant, syscall(SYS_uname, 0));
}
