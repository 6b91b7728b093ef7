/// Attack 40: a library that changes between the check and the load, and one that is loaded again from the same path.
/// The suite replaces the file; the strategy only says which it is. Observed: what was hashed is what runs.
// variants: one two
#define ATTACK_TABLE(table, descriptor) (descriptor).version = VARIANT;
#include "attack.h"

static void attack(const char *variant) {
    (void)variant;
    say("version %s", VARIANT);
}
