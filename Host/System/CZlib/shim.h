/// zlib: days of market data come from the exchange as gzip files.
#include <zlib.h>
