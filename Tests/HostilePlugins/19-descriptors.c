/// Attack 19: reading what the host left open. Observed: only /dev/null, the pipe for last words and the library are
/// there; in the running filter a read is SIGSYS.
#include <sys/stat.h>

#include "attack.h"

static void attack(const char *variant) {
    if (is(variant, "scan")) {
        int extra = -1;
        char byte;
        for (int file = 0; file < 1024; file++)
            if (file != 1 && file != 2 && file != 3 && pread(file, &byte, 1, 0) >= 0) extra = file;
        if (extra >= 0) say("breach descriptor-%d", extra);
        else say("held descriptors %d", EBADF);
    }
    if (is(variant, "read")) {
        char byte;
        judge(variant, syscall(SYS_read, (int)self.port, &byte, 1));
    }
}
