/// The records that cross the boundary between the host and a strategy.
///
/// Every record is one SBE message: the 8-byte SBE message header, then one fixed little-endian
/// block with natural alignment. The same bytes are the C struct below, so reading one costs
/// nothing; `schema/tectra.xml` describes them for any other SBE implementation, and a test holds
/// the two against each other byte by byte.
///
/// Units, everywhere:
///   price      int64, 1e-9 of the currency unit (12.34 is 12'340'000'000)
///   quantity   int64, whole shares or contracts
///   money      int64, 1e-9 of the currency unit
///   time       int64, nanoseconds since the Unix epoch, taken from the event, never from a clock
///   sequence   uint64, the host's global input sequence; it starts at 1
///
/// A record holds no pointer, no bool and no C enum, and no floating point for money. Reserved
/// bytes are zero. A record only ever grows at its end: a reader takes the smaller of its own
/// size and the header's block_length.
#ifndef TECTRA_RECORDS_H
#define TECTRA_RECORDS_H

#include "market.h"
#include "private.h"
#include "requests.h"
#include "values.h"

#endif
