/// Debian's liblz4: the frame format of sealed journal segments.
#include <lz4.h>
#include <lz4frame.h>
