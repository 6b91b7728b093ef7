/// The strategy of the workers' tests: honest by default, and by parameter `mode` or by -D at
/// compile time as hostile or as broken as a test wants it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <tectra/tectra.h>

enum {
    ECHO = 0,        // an order for every tick
    EMPTY = 1,       // nothing
    SOCKET = 2,
    TRAP = 3,
    ABORT = 4,
    FORK = 5,
    EXIT = 6,
    SEGV = 7,
    READ_RING = 8,
    LOOP = 9,
    MAKE_CODE = 10,
    OPEN_FILE = 11,
    KILL_PARENT = 12,
    HOARD = 13,
    WORDS = 14,      // last words, then a trap
    SERVICES = 15,   // uses every reading service and says what it found
    SLEEPY = 16,     // holds every tick up for a while
    FUTEX_REQUEUE = 17,
    FOREIGN = 18,    // int 0x80
    LOG_FLOOD = 19,
    START_FAILS = 20,
    PRINT = 21,
    BREAKPOINT = 22,
};

struct strategy {
    const tectra_host *host;
    int64_t mode;
    uint64_t ticks, last_client;
};

static struct strategy the_strategy;
static int constructor_result = -1, constructor_errno;

static void say(const char *format, long a, long b) {
    char text[200];
    int length = snprintf(text, sizeof text, format, a, b);
    the_strategy.host->log(the_strategy.host->context, TECTRA_LOG_INFO, text, (size_t)length);
}

#ifdef CONSTRUCTOR
__attribute__((constructor)) static void at_load(void) {
#if CONSTRUCTOR == 1  // read a file of the machine
    constructor_result = open("/etc/passwd", O_RDONLY);
    constructor_errno = errno;
#elif CONSTRUCTOR == 2  // never return
    for (;;) __asm__ volatile("");
#elif CONSTRUCTOR == 3  // fork
    constructor_result = fork();
    constructor_errno = errno;
#elif CONSTRUCTOR == 4  // a filter of its own, to be counted as ours
    static struct { unsigned short code; unsigned char jt, jf; unsigned int k; } allow = {6, 0, 0, 0x7fff0000};
    static struct { unsigned short length; void *filter; } program = {1, &allow};
    syscall(SYS_seccomp, 1, 1, &program);
#elif CONSTRUCTOR == 5  // put a filter of its own where the host's second one is
    mmap((void *)0x100000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
#elif CONSTRUCTOR == 6  // which descriptors are open
    constructor_result = 0;
    for (int fd = 0; fd < 1024; fd++) {
        struct stat facts;
        if (fstat(fd, &facts) == 0) constructor_result |= fd < 30 ? 1 << fd : 1 << 30;
    }
#elif CONSTRUCTOR == 7  // connect to something
    constructor_result = socket(AF_INET, SOCK_STREAM, 0);
#endif
}
#endif

static void *on_init(const tectra_host *host, const tectra_parameter *parameters, uint32_t count, char *error,
                     size_t capacity) {
    the_strategy.host = host;
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(parameters[i].name, "mode") == 0) the_strategy.mode = parameters[i].integer;
        if (strcmp(parameters[i].name, "refuse") == 0) {
            snprintf(error, capacity, "no %s today", parameters[i].text);
            return 0;
        }
    }
#ifdef FAKE_READY
    // Finds the report page through the host table's context and says "ready" without being so.
    uint64_t *const *words = host->context;
    for (int i = 0; i < 64; i++) {
        uint64_t *page = words[i];
        if (((uintptr_t)page & 4095) == 0 && (uintptr_t)page > 1 << 20 && page[0] == 3) {
            page[0] = 4;
            for (;;) __asm__ volatile("");
        }
    }
#endif
    tectra_order_request early = {0, TECTRA_BUY, TECTRA_LIMIT, TECTRA_DAY, 0, 1, 1};
    uint64_t client;
    say("init %ld %ld", host->submit(host->context, &early, &client), constructor_result);
    if (constructor_result != -1 || constructor_errno)
        say("constructor %ld errno %ld", constructor_result, constructor_errno);
    return &the_strategy;
}

static tectra_status on_start(void *self) {
    struct strategy *s = self;
    return s->mode == START_FAILS ? TECTRA_FAILED : TECTRA_OK;
}

static void buy(struct strategy *s, uint32_t instrument, int64_t price) {
    tectra_order_request request = {instrument, TECTRA_BUY, TECTRA_LIMIT, TECTRA_DAY, 0, price, 100};
    s->host->submit(s->host->context, &request, &s->last_client);
}

static void services(struct strategy *s, const tectra_tick *tick) {
    tectra_position position;
    tectra_pnl pnl;
    tectra_instrument instrument;
    tectra_book book;
    tectra_order orders[4];
    uint32_t count = 0;
    const tectra_host *h = s->host;
    say("position %ld %ld", h->position(h->context, tick->instrument, &position), position.quantity);
    say("pnl %ld unrealized %ld", h->pnl(h->context, &pnl), pnl.unrealized);
    say("instrument %ld tick %ld", h->instrument(h->context, tick->instrument, &instrument), instrument.tick_size);
    say("book %ld bid %ld", h->book(h->context, tick->instrument, &book), book.bids[0].price);
    say("open %ld count %ld", h->open_orders(h->context, orders, 4, &count), count);
    say("now %ld random %ld", h->now(h->context), (long)(h->random(h->context) >> 1));
    say("unknown %ld %ld", h->instrument(h->context, 999, &instrument), h->cancel(h->context, 777));
    say("null %ld %ld", h->position(h->context, 1, 0), h->submit(h->context, 0, 0));
    h->emit_signal(h->context, tick->time, tick->instrument, TECTRA_SIGNAL_LONG, 0.75, "why", 3);
    h->set_timer(h->context, 5, tick->time + 1000);
}

static void on_tick(void *self, const tectra_tick *tick) {
    struct strategy *s = self;
    s->ticks++;
    switch (s->mode) {
    case ECHO: buy(s, tick->instrument, tick->bid_price); break;
    case SOCKET: say("socket %ld %ld", socket(AF_INET, SOCK_STREAM, 0), errno); break;
    case TRAP: __builtin_trap();
    case ABORT: abort();
    case BREAKPOINT:
#if defined(__x86_64__)
        __asm__ volatile("int3");
#else
        __asm__ volatile("brk #0");
#endif
        break;
    case FORK: say("fork %ld errno %ld", fork(), errno); break;
    case EXIT: _exit(3);
    case SEGV: *(volatile int *)8 = 1; break;
    case READ_RING: say("read %ld %ld", syscall(SYS_read, 7, &s->ticks, 8), errno); break;
    case PRINT:
        printf("a strategy that prints\n");
        fflush(stdout);
        say("printed %ld %ld", 0, 0);
        break;
    case LOOP:
        for (;;) __asm__ volatile("");
    case MAKE_CODE: mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); break;
    case OPEN_FILE: open("/etc/passwd", O_RDONLY); break;
    case KILL_PARENT: syscall(SYS_kill, getpid() - 1, 9); break;
    case HOARD: {
        size_t got = 0;
        for (int i = 0; i < 100000; i++) {
            char *more = malloc(1 << 20);
            if (!more) break;
            memset(more, 1, 1 << 20);
            __asm__ volatile("" ::"r"(more) : "memory");
            got++;
        }
        say("hoard %ld MiB of %ld", (long)got, 0);
        break;
    }
    case WORDS:
        (void)!write(2, "so long,\nworld", 14);
        __builtin_trap();
    case SERVICES: services(s, tick); break;
    case SLEEPY:
        for (volatile int i = 0; i < 20000; i++) {}
        break;
    case FUTEX_REQUEUE: {
        int word = 0, other = 0;
        syscall(SYS_futex, &word, 3, 1, 1, &other, 0);
        break;
    }
#if defined(__x86_64__)
    case FOREIGN: {
        long result = 20;
        __asm__ volatile("int $0x80" : "+a"(result)::"memory");
        break;
    }
#endif
    case LOG_FLOOD:
        for (int i = 0; i < 1000; i++) say("flood %ld %ld", i, 0);
        break;
    default: break;
    }
}

static void on_order(void *self, const tectra_order *order) {
    struct strategy *s = self;
    if (s->mode == SERVICES) say("order %ld state %ld", (long)order->client_id, order->state);
}

static void on_fill(void *self, const tectra_fill *fill) {
    struct strategy *s = self;
    if (s->mode == SERVICES) say("fill %ld quantity %ld", (long)fill->client_id, fill->quantity);
}

static tectra_status on_config(void *self, const tectra_parameter *parameters, uint32_t count) {
    struct strategy *s = self;
    for (uint32_t i = 0; i < count; i++)
        if (parameters[i].integer < 0) return TECTRA_INVALID;
    for (uint32_t i = 0; i < count; i++) s->mode = parameters[i].integer;
    return TECTRA_OK;
}

static void on_kill(void *self, const tectra_kill *kill) {
    struct strategy *s = self;
    (void)kill;
    tectra_order_request late = {0, TECTRA_BUY, TECTRA_LIMIT, TECTRA_DAY, 0, 1, 1};
    uint64_t client;
    say("killed submit %ld cancel %ld", s->host->submit(s->host->context, &late, &client),
        s->host->cancel_all(s->host->context, TECTRA_ALL_INSTRUMENTS));
}

static size_t on_save(void *self, uint8_t *bytes, size_t capacity) {
    struct strategy *s = self;
    size_t size = 1000;
    if (size > capacity) return size;
    memset(bytes, (int)(s->ticks & 255), size);
    return size;
}

static tectra_status on_load(void *self, const uint8_t *bytes, size_t length, uint32_t schema) {
    struct strategy *s = self;
    if (schema != 3 || length != 1000) return TECTRA_INVALID;
    s->ticks = bytes[999];
    say("loaded %ld bytes, ticks %ld", (long)length, (long)s->ticks);
    return TECTRA_OK;
}

static void on_shutdown(void *self) {
    struct strategy *s = self;
    say("shutdown after %ld %ld", (long)s->ticks, 0);
}

#ifndef ABI
#define ABI TECTRA_ABI_VERSION
#endif
#ifndef NAME
#define NAME "fixture"
#endif

#ifndef NO_ENTRY
const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi) {
    static const tectra_descriptor descriptor = {
        sizeof descriptor, 1, NAME, "1.2.3", "the tests", TECTRA_WANTS_TICKS, 3};
    static tectra_strategy_vtable table = {
        .struct_size = sizeof table,
        .abi_version = ABI,
        .layout = TECTRA_LAYOUT,
        .descriptor = &descriptor,
        .init = on_init,
        .start = on_start,
        .on_tick = on_tick,
        .on_order = on_order,
        .on_fill = on_fill,
        .on_config_update = on_config,
        .on_kill = on_kill,
        .save_state = on_save,
        .load_state = on_load,
        .shutdown = on_shutdown,
    };
#ifdef BAD_LAYOUT
    table.layout.tick_bid_price = 28;
#endif
#ifdef BAD_SIZE
    table.struct_size = 0;
#endif
#ifdef NO_INIT
    table.init = 0;
#endif
#ifdef REFUSE_HOST
    return 0;
#endif
    (void)host_abi;
    return &table;
}
#endif
