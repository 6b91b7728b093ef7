/// Attack 10: calls that a hasty filter forgets, each with arguments that can not do harm: all ones. Observed: SIGSYS
/// for each. A layer that is not a filter lets most of them through to the kernel's own checks.
#include "attack.h"

#define CALL(name) {#name, SYS_##name}
static const struct {
    const char *name;
    long number;
} calls[] = {
    CALL(bpf), CALL(perf_event_open), CALL(userfaultfd), CALL(keyctl), CALL(add_key), CALL(request_key),
    CALL(io_uring_setup), CALL(init_module), CALL(finit_module), CALL(delete_module), CALL(acct), CALL(swapon),
    CALL(syslog), CALL(mq_open), CALL(timer_create), CALL(fanotify_init), CALL(inotify_init1), CALL(mount),
    CALL(pivot_root), CALL(chroot), CALL(sethostname), CALL(settimeofday), CALL(quotactl), CALL(kexec_load),
    CALL(name_to_handle_at), CALL(memfd_create), CALL(eventfd2), CALL(epoll_create1),
    CALL(timerfd_create), CALL(signalfd4), CALL(pipe2), CALL(socketpair), CALL(shmget), CALL(semget),
    CALL(splice), CALL(tee), CALL(getdents64), CALL(setuid), CALL(setgroups), CALL(capset),
    CALL(setrlimit), CALL(uname), CALL(membarrier), CALL(get_mempolicy), CALL(io_destroy),
};

static void attack(const char *variant) {
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (is(variant, calls[i].name)) {
            // A descriptor that there is, so that it is not that which is refused.
            int takes_file = strstr("splice tee getdents64", variant) != 0;
            judge(variant, syscall(calls[i].number, takes_file ? 1L : -1L, -1L, -1L, -1L, -1L, -1L));
            return;
        }
    say("open unknown-variant 0");
}
