/// Attack 44: says that it is ready and locked down while it is neither: init finds the report page and writes the
/// word itself. Observed: the host reads /proc, not the word, and ends it before it is fed.
#include "attack.h"

static void attack(const char *variant) {
    (void)variant;
    uint64_t *const *words = self.host->context;
    for (int i = 0; i < 256; i++) {
        uint64_t *page = words[i];
        if (((uintptr_t)page & 4095) == 0 && (uintptr_t)page > 1 << 20 && page[0] == 3) {
            page[0] = 4;
            for (;;) __asm__ volatile("");
        }
    }
    say("breach no-report-page");
}
