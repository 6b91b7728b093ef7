/// Attack 36: a C++ exception through the C boundary. Observed: it ends the worker by abort(), nothing else.
#include <stdexcept>

#define ATTACK_NO_ENTRY
extern "C" {
#include <tectra/tectra.h>
}

static int the_strategy;

static void *on_init(const tectra_host *, const tectra_parameter *, uint32_t, char *, size_t) { return &the_strategy; }
static void on_tick(void *, const tectra_tick *) { throw std::runtime_error("through the boundary"); }
static void on_shutdown(void *) {}

extern "C" const tectra_strategy_vtable *tectra_strategy_entry(uint32_t) {
    static const tectra_descriptor descriptor = {sizeof descriptor, 1, "attack", "1.0.0", "the suite", 1, 1};
    static tectra_strategy_vtable table = {};
    table.struct_size = sizeof table;
    table.abi_version = TECTRA_ABI_VERSION;
    table.layout = tectra_layout_here();
    table.descriptor = &descriptor;
    table.init = on_init;
    table.on_tick = on_tick;
    table.shutdown = on_shutdown;
    return &table;
}
