/* The hash that is kept beside every page version. */
#ifndef QL_PAGE_HASH_H
#define QL_PAGE_HASH_H

#include <stdint.h>

/* XXH3 (64 bits) of the 4096 bytes, seeded with the page number. */
uint64_t ql_hash_page(uint32_t pgno, const uint8_t *page);

#endif
