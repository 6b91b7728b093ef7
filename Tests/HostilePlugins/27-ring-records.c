/// Attack 27: records that are none: lengths of nothing and of everything, unknown kinds, versions and counts.
/// Observed: the ring is found corrupt, the worker is killed, no order of it is taken.
#include "attack.h"

static void attack(const char *variant) {
    uint64_t mask;
    uint8_t *ring = order_ring(&mask, 0);
    if (!ring) return;
    volatile uint64_t *produced = (volatile uint64_t *)ring;
    uint64_t next = *produced + 1;
    tectra_submit *record = (tectra_submit *)(ring + 4096 + ((next - 1) & mask) * 256);
    *record = (tectra_submit){.header = TECTRA_HEADER(tectra_submit, TECTRA_SUBMIT)};
    record->sequence = next;
    record->client_id = 1;
    record->quantity = 1;
    record->price = 1000000000;
    if (is(variant, "length-0")) record->header.block_length = 0;
    if (is(variant, "length-max")) record->header.block_length = 65535;
    if (is(variant, "length-odd")) record->header.block_length += 1;
    if (is(variant, "kind-0")) record->header.template_id = 0;
    if (is(variant, "kind-of-the-host")) record->header.template_id = TECTRA_TICK;
    if (is(variant, "kind-65535")) record->header.template_id = 65535;
    if (is(variant, "schema")) record->header.schema_id += 1;
    if (is(variant, "version")) record->header.version += 1;
    if (is(variant, "sequence-gap")) record->sequence += 1;
    if (is(variant, "sequence-0")) record->sequence = 0;
    __atomic_store_n(produced, next, __ATOMIC_RELEASE);
}
