/// Installing filters that the host compiled, and telling which call was refused.
#ifndef TECTRA_SYSTEM_SECCOMP_FILTER_H
#define TECTRA_SYSTEM_SECCOMP_FILTER_H

#include <stdint.h>

/// One instruction of a filter, as the kernel defines it (struct sock_filter).
typedef struct tectra_filter_instruction {
    uint16_t code;
    uint8_t jump_true;
    uint8_t jump_false;
    uint32_t constant;
} tectra_filter_instruction;

/// A program as the kernel takes it (struct sock_fprog): `instructions` is an address.
typedef struct tectra_filter_program {
    uint16_t length;
    uint16_t reserved[3];
    uint64_t instructions;
} tectra_filter_program;

/// Installs a filter for every thread of the process. 0 or errno.
int tectra_seccomp_install(const tectra_filter_program *program);

/// 1 when the kernel knows the filter action (SECCOMP_RET_…).
int tectra_seccomp_knows(uint32_t action);

/// 1 when filters can be put on all threads at once.
int tectra_seccomp_has_thread_sync(void);

/// From now on a call that a filter traps leaves `0x1'0000'0000 | number` in `*word`, and the
/// process then ends by SIGSYS, at the hands of the filter itself. abort() ends by SIGILL and
/// leaves TECTRA_ABORTED.
void tectra_report_refusals(volatile uint64_t *word);

/// The library that may be opened by its name in /proc/self/fd: its descriptor, 0 to 9; -1 for none. No filter lets
/// a path through, for whoever may name paths learns which exist. The loader's own two calls that name one are
/// trapped and answered by `dup` and `fstat`; to every other path the answer is EACCES, whether it exists or not.
void tectra_serve_loader(int library);

/// In the word of `tectra_report_refusals`: the process called abort().
#define TECTRA_ABORTED 0x200000000ULL
/// In the word of `tectra_report_refusals`: the low 32 bits are a system call.
#define TECTRA_REFUSED 0x100000000ULL

#endif
