/// Attack 38: tables that say wrong things of themselves. Observed: refused, each with a sentence that says what is
/// wrong.
// variants: size-0 size-huge no-init no-shutdown no-descriptor version-0 version-999 no-name long-name bad-name
// variants: wants descriptor-size layout null-entry
#define ATTACK_TABLE(table, descriptor) spoil(&(table), &(descriptor));
#include <tectra/strategy.h>
static void spoil(tectra_strategy_vtable *table, tectra_descriptor *descriptor);
#include "attack.h"

static void attack(const char *variant) { (void)variant; }

static void spoil(tectra_strategy_vtable *table, tectra_descriptor *descriptor) {
    const char *variant = VARIANT;
    if (is(variant, "size-0")) table->struct_size = 0;
    if (is(variant, "size-huge")) table->struct_size = UINT32_MAX;
    if (is(variant, "no-init")) table->init = 0;
    if (is(variant, "no-shutdown")) table->shutdown = 0;
    if (is(variant, "no-descriptor")) table->descriptor = 0;
    if (is(variant, "version-0")) table->abi_version = 0;
    if (is(variant, "version-999")) table->abi_version = 999 << 16;
    if (is(variant, "no-name")) descriptor->name = 0;
    if (is(variant, "long-name")) descriptor->name = "a-name-that-is-longer-than-a-name-may-be-at-all";
    if (is(variant, "bad-name")) descriptor->name = "attack\n../../etc";
    if (is(variant, "wants")) descriptor->wants = 1u << 31;
    if (is(variant, "descriptor-size")) descriptor->struct_size = UINT32_MAX;
    if (is(variant, "layout")) table->layout.tick_bid_price += 4;
    if (is(variant, "null-entry")) *(volatile int *)0 = 1;
}
