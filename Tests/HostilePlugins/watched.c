/// What the watch is there for: memory that only grows, a callback that is slow, one that never returns, one that says
/// too much. Each only when its parameter says so: `leak` bytes and `ask` requests a tick; `slow`, `stop` and `flood`,
/// the ticks at which it does that.
#define ATTACK_TABLE(table, descriptor)          \
    {                                            \
        (table).init = watched_init;             \
        (table).on_tick = on_tick;               \
        (descriptor).name = "watched";           \
    }
#include <tectra/strategy.h>
static void on_tick(void *context, const tectra_tick *tick);
static void *watched_init(const tectra_host *host, const tectra_parameter *parameters, uint32_t count, char *error,
                          size_t capacity);
#include "attack.h"
#include <time.h>

static int64_t leak, slow, stop, flood, ask, ticks;

/// Keeps the compiler from seeing that the memory is never used.
static char *volatile seen;

static void attack(const char *variant) { (void)variant; }

static void *watched_init(const tectra_host *host, const tectra_parameter *parameters, uint32_t count, char *error,
                          size_t capacity) {
    for (uint32_t i = 0; i < count; i++) {
        if (is(parameters[i].name, "leak")) leak = parameters[i].integer;
        if (is(parameters[i].name, "slow")) slow = parameters[i].integer;
        if (is(parameters[i].name, "flood")) flood = parameters[i].integer;
        if (is(parameters[i].name, "ask")) ask = parameters[i].integer;
        if (is(parameters[i].name, "stop")) stop = parameters[i].integer;
    }
    return attack_init(host, parameters, count, error, capacity);
}

static void on_tick(void *context, const tectra_tick *tick) {
    (void)context;
    ticks++;
    if (leak > 0) {
        char *kept = malloc((size_t)leak);
        if (kept) memset(kept, 1, (size_t)leak);
        seen = kept;
    }
    if (ticks % 10 == 0) say("tick %lld", (long long)ticks);
    for (int i = 0; i < 70000 && ticks == flood; i++)
        self.host->emit_signal(self.host->context, tick->time, tick->instrument, TECTRA_SIGNAL_INFO, 0.5, "", 0);
    for (int i = 0; i < 200 && ticks == flood; i++) say("flood");
    // The worker counts log lines and signals; these reach the host as they are, as anything would from a library that
    // goes past its worker.
    for (int64_t i = 0; i < ask; i++) self.host->cancel_all(self.host->context, TECTRA_ALL_INSTRUMENTS);
    struct timespec pause = {0, 400000000};
    if (ticks == slow) nanosleep(&pause, 0);
    for (volatile int64_t forever = ticks == stop; forever;) {}
}
