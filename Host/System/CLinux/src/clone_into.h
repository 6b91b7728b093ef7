/// clone3 with a control group to be born in: the C library has no wrapper for it.
#ifndef TECTRA_SYSTEM_CLONE_INTO_H
#define TECTRA_SYSTEM_CLONE_INTO_H

#include <linux/sched.h>
#include <stddef.h>

/// Starts `run(argument)` on the stack of `how`; the child ends with what it returns. The child's pid or -errno.
long tectra_clone_into(struct clone_args *how, size_t size, int (*run)(void *), void *argument);

#endif
