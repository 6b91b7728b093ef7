/// Attacks 41 and 42: a state that it is given and one that it gives. It takes only what it wrote itself; by
/// variant its load or save crashes, never returns, claims more than there can be, or writes past the room it was
/// given. Observed: refused or ended; the host keeps what it had.
#define ATTACK_TABLE(table, descriptor)  \
    {                                    \
        (table).save_state = save;       \
        (table).load_state = load;       \
    }
#include <tectra/strategy.h>
static size_t save(void *context, uint8_t *bytes, size_t capacity);
static tectra_status load(void *context, const uint8_t *bytes, size_t length, uint32_t schema);
#include "attack.h"

static void attack(const char *variant) { (void)variant; }

/// Pieces of a state that was not asked for so, put into the ring behind the worker's back: 4 GiB, from the end on.
static void forge(void) {
    uint64_t mask;
    uint8_t *ring = order_ring(&mask, 0);
    if (!ring) return;
    volatile uint64_t *produced = (volatile uint64_t *)ring;
    for (int i = 0; i < 16; i++) {
        uint64_t next = *produced + 1;
        tectra_state *piece = (tectra_state *)(ring + 4096 + ((next - 1) & mask) * 256);
        *piece = (tectra_state){.header = TECTRA_HEADER(tectra_state, TECTRA_STATE_OUT)};
        piece->sequence = next;
        piece->total = UINT32_MAX;
        piece->offset = i & 1 ? UINT32_MAX - 1 : 0;
        piece->length = i & 2 ? UINT32_MAX : TECTRA_STATE_CHUNK;
        __atomic_store_n(produced, next, __ATOMIC_RELEASE);
    }
    _exit(9);
}

static size_t save(void *context, uint8_t *bytes, size_t capacity) {
    (void)context;
    static unsigned calls;
    if (is(self.variant, "save-hangs"))
        for (;;) __asm__ volatile("");
    if (is(self.variant, "save-huge")) return SIZE_MAX;
    if (is(self.variant, "save-4-GiB")) return 1ULL << 32;
    if (is(self.variant, "save-grows")) return capacity + 1 + calls++;
    if (is(self.variant, "save-differs")) {
        memset(bytes, (int)++calls, 256);
        return 256;
    }
    if (is(self.variant, "forged-pieces")) forge();
    if (is(self.variant, "save-past-end")) memset(bytes, 1, capacity + (64 << 20));
    size_t size = 256;
    if (size <= capacity) memset(bytes, 7, size);
    return size;
}

static tectra_status load(void *context, const uint8_t *bytes, size_t length, uint32_t schema) {
    (void)context;
    if (is(self.variant, "load-hangs"))
        for (;;) __asm__ volatile("");
    if (is(self.variant, "load-traps")) __builtin_trap();
    int is_mine = schema == 1 && length == 256;
    for (size_t i = 0; i < length; i++) is_mine &= bytes[i] == 7;
    say("loaded %zu %d", length, is_mine);
    return is_mine ? TECTRA_OK : TECTRA_INVALID;
}
