/// Attack 37: services called when they may not be, and leaving a callback by longjmp. Observed: the first are
/// refused by their status; the second harms nobody but the worker itself.
#include <setjmp.h>

#include "attack.h"

static jmp_buf before;

static void refused(const char *what, tectra_status status) {
    say(status == TECTRA_OK ? "breach %s" : "held %s 1", what);
}

__attribute__((noinline)) static void remember(void) {
    if (setjmp(before) != 0) _exit(9);
}

static void attack(const char *variant) {
    const tectra_host *h = self.host;
    uint64_t client = 1;
    if (is(variant, "too-early")) {
        tectra_order_request request = {0, TECTRA_BUY, TECTRA_LIMIT, TECTRA_DAY, 0, 1, 1};
        refused("submit", h->submit(h->context, &request, &client));
        refused("modify", h->modify(h->context, 1, 1, 1));
        refused("cancel", h->cancel(h->context, 1));
        refused("cancel-all", h->cancel_all(h->context, TECTRA_ALL_INSTRUMENTS));
        refused("timer", h->set_timer(h->context, 1, 1));
        refused("signal", h->emit_signal(h->context, 0, 0, 1, 0.5, "", 0));
    }
    if (is(variant, "no-context")) {
        refused("submit", h->submit(0, 0, 0));
        refused("cancel", h->cancel(0, 1));
        refused("position", h->position(0, 0, 0));
    }
    if (is(variant, "not-mine")) {
        refused("modify", h->modify(h->context, 1ULL << 60, 1, 1));
        refused("cancel", h->cancel(h->context, 1ULL << 60));
        refused("extension", h->extension(h->context, "com.example.none/1") ? TECTRA_OK : TECTRA_UNKNOWN);
    }
    if (is(variant, "longjmp")) {
        remember();
        longjmp(before, 1);
    }
}
