/// Attack 39: libraries that need other libraries, by name, by a path of their own, by the loader's audit
/// interface, an executable stack, text relocations. The build script spoils this one in each way. Observed:
/// refused, or dead in the worker.
#include "attack.h"

static void attack(const char *variant) {
    (void)variant;
    say("loaded 0");
}
