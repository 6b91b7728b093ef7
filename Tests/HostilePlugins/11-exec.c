/// Attack 11: another program: one of the machine, the strategy's own library by its descriptor, a program that was
/// written into a memfd. Observed: SIGSYS. By Landlock alone the last one runs (it ends with code 42).
#include "attack.h"

/// The smallest program of x86-64: exit(42).
static const uint8_t program[] = {
    0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 62, 0, 1, 0, 0, 0, 0x78, 0, 0x40, 0, 0, 0, 0, 0,
    64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 56, 0, 1, 0, 0, 0, 0, 0, 0, 0,
    1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0,
    132, 0, 0, 0, 0, 0, 0, 0, 132, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0,
    0xbf, 42, 0, 0, 0, 0xb8, 60, 0, 0, 0, 0x0f, 0x05,
};

static void attack(const char *variant) {
    char *none[] = {0};
    if (is(variant, "execve")) judge(variant, syscall(SYS_execve, "/bin/true", none, none));
    if (is(variant, "execveat-library")) judge(variant, syscall(SYS_execveat, 3, "", none, none, AT_EMPTY_PATH));
    if (is(variant, "execveat-memfd")) {
        int file = (int)syscall(SYS_memfd_create, "program", 0);
        if (file >= 0 && write(file, program, sizeof program) == sizeof program)
            judge(variant, syscall(SYS_execveat, file, "", none, none, AT_EMPTY_PATH));
        else judge(variant, -1);
    }
}
