/// Attack 1: a constructor opens a file of the machine while the library is loaded. Observed: EACCES, nothing read.
#include "attack.h"

static int result, error;

__attribute__((constructor)) static void at_load(void) {
    result = open("/etc/passwd", O_RDONLY);
    error = errno;
}

static void attack(const char *variant) {
    (void)variant;
    errno = error;
    judge_path("open", result);
}
