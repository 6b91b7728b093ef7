/// Everything the author of a strategy needs, in one header.
#ifndef TECTRA_H
#define TECTRA_H

#include "records.h"
#include "strategy.h"

#endif
