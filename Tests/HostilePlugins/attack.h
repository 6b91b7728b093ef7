/// What every hostile strategy is made of: the one exported function, the table, the parameters that say what to
/// try and when, and a way to say what came of it.
///
/// A source defines `static void attack(const char *variant)`. It is called once, with parameter `variant`:
/// inside init when parameter `when` is 1 (the loading filter is in force), at the first tick when it is 2 (the
/// running filter). What it finds it says in log lines that the suite judges:
///     held WHAT ERRNO     refused by a layer
///     open WHAT ERRNO     the kernel looked at it and did not like its arguments: no layer was in the way
///     breach WHAT         it worked
/// The code takes the shortest way to the evidence and does no harm where it gets through: kill() sends
/// signal 0, limits are set to what they are.
#ifndef ATTACK_H
#define ATTACK_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <tectra/tectra.h>

static void attack(const char *variant);

static struct {
    const tectra_host *host;
    char variant[64], path[64];
    int64_t when, peer, port;    // peer: the process that is attacked
    uint64_t ticks;
    const tectra_tick *tick;     // the event in hand
} self;

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...) {
    char text[160];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    self.host->log(self.host->context, TECTRA_LOG_INFO, text, (size_t)length);
}

/// Error numbers by which a layer says no.
static int is_refusal(int error) {
    switch (error) {
    case EPERM: case EACCES: case EAGAIN: case ENOSYS: case ENOTTY: case EBADF: case ESRCH: case ENOMEM: case EMFILE:
    case ENETUNREACH: case ECONNREFUSED:
        return 1;
    default: return 0;
    }
}

/// Says what came of a system call.
__attribute__((unused)) static void judge(const char *what, long result) {
    int error = errno;
    if (result >= 0) say("breach %s", what);
    else say("%s %s %d", is_refusal(error) ? "held" : "open", what, error);
}

/// The same of a path that the host has: where it is not there, a layer hides it.
__attribute__((unused)) static void judge_path(const char *what, long result) {
    if (result < 0 && errno == ENOENT) say("held %s %d", what, ENOENT);
    else judge(what, result);
}

__attribute__((unused)) static int is(const char *variant, const char *name) { return strcmp(variant, name) == 0; }

/// The worker's order ring, found where an attacker would look for it: behind the services' context. `mask` becomes
/// slots - 1, `hosts` an address in the region that only the host may write.
__attribute__((unused)) static uint8_t *order_ring(uint64_t *mask, uint8_t **hosts) {
    uint8_t *const *words = self.host->context;
    for (int i = 0; i < 256; i++)
        if (words[i] && ((uintptr_t)words[i] & 4095) == 0 && words[i + 2] == words[i] - 4096) {
            if (mask) *mask = (uint64_t)words[i + 1];
            if (hosts) *hosts = (uint8_t *)((uintptr_t)words[i + 3] & ~4095UL);
            return words[i + 2];
        }
    say("open no-ring 0");
    return 0;
}

__attribute__((unused)) static tectra_status buy(int64_t price, int64_t quantity) {
    tectra_order_request request = {self.tick ? self.tick->instrument : 0, TECTRA_BUY, TECTRA_LIMIT, TECTRA_DAY, 0,
                                    price, quantity};
    uint64_t client;
    return self.host->submit(self.host->context, &request, &client);
}

static void *attack_init(const tectra_host *host, const tectra_parameter *parameters, uint32_t count, char *error,
                         size_t capacity) {
    (void)error, (void)capacity;
    self.host = host;
    for (uint32_t i = 0; i < count; i++) {
        const tectra_parameter *p = &parameters[i];
        if (is(p->name, "variant")) memcpy(self.variant, p->text, sizeof self.variant);
        if (is(p->name, "path")) memcpy(self.path, p->text, sizeof self.path);
        if (is(p->name, "when")) self.when = p->integer;
        if (is(p->name, "peer")) self.peer = p->integer;
        if (is(p->name, "port")) self.port = p->integer;
    }
    if (self.when == 1) attack(self.variant);
    return &self;
}

static void attack_tick(void *context, const tectra_tick *tick) {
    (void)context;
    self.tick = tick;
    if (self.ticks++ == 0 && self.when == 2) attack(self.variant);
    self.tick = 0;
}

static void attack_shutdown(void *context) { (void)context; }

#ifndef ATTACK_TABLE
#define ATTACK_TABLE(table, descriptor)
#endif

#ifndef ATTACK_NO_ENTRY
const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi) {
    static tectra_descriptor descriptor = {
        sizeof descriptor, 1, "attack", "1.0.0", "the suite", TECTRA_WANTS_TICKS, 1};
    static tectra_strategy_vtable table = {
        .struct_size = sizeof table,
        .abi_version = TECTRA_ABI_VERSION,
        .layout = TECTRA_LAYOUT,
        .descriptor = &descriptor,
        .init = attack_init,
        .on_tick = attack_tick,
        .shutdown = attack_shutdown,
    };
    (void)host_abi;
    ATTACK_TABLE(table, descriptor)
    return &table;
}
#endif
#endif
