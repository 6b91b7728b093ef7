/// Attack 17: the host's limits, processors and priority, which Landlock does not guard: where it gets through they
/// are set to what they are. Observed: SIGSYS, and the host's limits are as they were.
#include <sched.h>
#include <sys/resource.h>

#include "attack.h"

static void attack(const char *variant) {
    int peer = (int)self.peer;
    if (is(variant, "prlimit")) {
        struct rlimit limit;
        long result = syscall(SYS_prlimit64, peer, RLIMIT_CPU, 0, &limit);
        judge(variant, result < 0 ? result : syscall(SYS_prlimit64, peer, RLIMIT_CPU, &limit, 0));
    }
    if (is(variant, "affinity")) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET(0, &set);
        syscall(SYS_sched_getaffinity, peer, sizeof set, &set);
        judge(variant, syscall(SYS_sched_setaffinity, peer, sizeof set, &set));
    }
    if (is(variant, "priority")) {
        // The system call itself gives 20 minus the niceness. The filters end the process here.
        long priority = syscall(SYS_getpriority, PRIO_PROCESS, peer);
        judge(variant, priority < 0 ? -1 : syscall(SYS_setpriority, PRIO_PROCESS, peer, 20 - priority));
    }
    if (is(variant, "realtime")) {
        struct sched_param parameters = {1};
        long result = syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &parameters);
        judge(variant, result);
        parameters.sched_priority = 0;
        if (result == 0) syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &parameters);
    }
}
