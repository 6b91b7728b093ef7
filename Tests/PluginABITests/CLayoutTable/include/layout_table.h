/// The layout of the contract's records as this compiler sees it, as data.
#ifndef LAYOUT_TABLE_H
#define LAYOUT_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef struct layout_field {
    const char *name;        ///< NULL ends the list
    const char *kind;        ///< SBE primitive type, or the name of a composite
    size_t offset;
    size_t size;
    size_t count;            ///< of elements
} layout_field;

typedef struct layout_record {
    const char *name;
    uint16_t template_id;
    size_t size;
    const layout_field *fields; ///< all but the header
} layout_record;

/// Every record of records.h and journal.h.
const layout_record *layout_records(size_t *count);

/// Every other struct of the contract: the two tables and what they are made of. No template id.
const layout_record *layout_tables(size_t *count);

#endif
