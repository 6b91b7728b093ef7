/// A whole strategy in C, to copy and begin from: it counts ticks and says so once a second.
#include <stdio.h>
#include <stdlib.h>

#include <tectra/tectra.h>

struct example {
    const tectra_host *host;
    uint64_t ticks;
};

enum { SECOND = 1000000000, EVERY_SECOND = 1 };

static void *on_init(const tectra_host *host, const tectra_parameter *parameters, uint32_t count, char *error,
                     size_t error_capacity) {
    (void)parameters;
    if (count > 0) {
        snprintf(error, error_capacity, "this strategy takes no parameters");
        return NULL;
    }
    struct example *self = calloc(1, sizeof *self);
    if (self) self->host = host;
    return self;
}

static tectra_status on_start(void *context) {
    struct example *self = context;
    const tectra_host *host = self->host;
    return host->set_timer(host->context, EVERY_SECOND, host->now(host->context) + SECOND);
}

static void on_tick(void *context, const tectra_tick *tick) {
    struct example *self = context;
    (void)tick;
    self->ticks++;
}

static void on_timer(void *context, const tectra_timer *timer) {
    struct example *self = context;
    const tectra_host *host = self->host;
    char text[64];
    int length = snprintf(text, sizeof text, "%llu ticks so far", (unsigned long long)self->ticks);
    host->log(host->context, TECTRA_LOG_INFO, text, (size_t)length);
    host->set_timer(host->context, timer->timer_id, timer->time + SECOND);
}

static void on_shutdown(void *context) {
    free(context);
}

const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi) {
    static const tectra_descriptor descriptor = {
        .struct_size = sizeof descriptor,
        .revision = 1,
        .name = "example",
        .version = "1.0.0",
        .author = "you",
        .wants = TECTRA_WANTS_TICKS,
    };
    // Callbacks that are not named are NULL and never called.
    static const tectra_strategy_vtable table = {
        .struct_size = sizeof table,
        .abi_version = TECTRA_ABI_VERSION,
        .layout = TECTRA_LAYOUT,
        .descriptor = &descriptor,
        .init = on_init,
        .start = on_start,
        .on_tick = on_tick,
        .on_timer = on_timer,
        .shutdown = on_shutdown,
    };
    return host_abi >> 16 == TECTRA_ABI_MAJOR ? &table : NULL;
}
