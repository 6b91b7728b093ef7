/// Attack 29: orders, changes, timers and signals with values that no field should have. Observed: each is refused
/// by its value; the host does not trap, and nothing of it is accepted.
#include <math.h>

#include "attack.h"

static void attack(const char *variant) {
    (void)variant;
    static const int64_t wild[] = {0, -1, 1, INT64_MIN, INT64_MAX, INT64_MIN + 1, 1LL << 62, -(1LL << 62)};
    static const uint32_t instruments[] = {0, 63, 64, 65535, 1u << 31, UINT32_MAX - 1, UINT32_MAX};
    static const uint8_t bytes[] = {0, 2, 3, 127, 128, 255};
    const tectra_host *h = self.host;
    uint64_t client;
    for (size_t i = 0; i < 8; i++)
        for (size_t j = 0; j < 8; j++) {
            if (wild[i] == 1 && wild[j] == 1) continue;
            tectra_order_request request = {instruments[(i + j) % 7], bytes[i % 6], bytes[j % 6], bytes[(i * j) % 6],
                                            bytes[(i + 3) % 6], wild[i], wild[j]};
            h->submit(h->context, &request, &client);
            h->modify(h->context, client, wild[i], wild[j]);
            h->cancel(h->context, (uint64_t)wild[j]);
            h->set_timer(h->context, (uint64_t)wild[i], wild[j]);
        }
    static const double odd[] = {NAN, INFINITY, -INFINITY, -0.0, 1e300, -1, 2, 5e-324};
    for (size_t i = 0; i < 8; i++)
        h->emit_signal(h->context, wild[i], instruments[i % 7], bytes[i % 6], odd[i], "\xff\xfe\xc0\x80", 4);
    h->log(h->context, 255, "\xff\xfe\xed\xa0\x80\x01\x1b[2J", 9);
    h->submit(h->context, 0, 0);
    tectra_position position;
    h->position(h->context, UINT32_MAX, &position);
    say("held values 0");
}
