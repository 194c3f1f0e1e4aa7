/* XXH64 as published (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md) for an input of one page, seeded with
** the page number: equal pages at different places differ, so that the XOR over all pages, the store's checksum, sees two
** pages that changed places. Anybody can check a checksum with any XXH64. */
#include "page-hash.h"

#include "bytes.h"
#include "quorumlite.h"

#define PRIME1 0x9E3779B185EBCA87ull
#define PRIME2 0xC2B2AE3D27D4EB4Full
#define PRIME3 0x165667B19E3779F9ull
#define PRIME4 0x85EBCA77C2B2AE63ull

static inline uint64_t rotate(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

static inline uint64_t round_lane(uint64_t lane, uint64_t word) { return rotate(lane + word * PRIME2, 31) * PRIME1; }

static inline uint64_t merge_lane(uint64_t hash, uint64_t lane) {
  return (hash ^ round_lane(0, lane)) * PRIME1 + PRIME4;
}

uint64_t ql_hash_page(uint32_t pgno, const uint8_t *page) {
  uint64_t seed = pgno;
  uint64_t a = seed + PRIME1 + PRIME2, b = seed + PRIME2, c = seed, d = seed - PRIME1;
  for (const uint8_t *at = page; at < page + QL_PAGE_SIZE; at += 32) {
    a = round_lane(a, ql_get_u64(at));
    b = round_lane(b, ql_get_u64(at + 8));
    c = round_lane(c, ql_get_u64(at + 16));
    d = round_lane(d, ql_get_u64(at + 24));
  }
  uint64_t hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
  hash = merge_lane(merge_lane(merge_lane(merge_lane(hash, a), b), c), d);
  hash += QL_PAGE_SIZE;
  hash = (hash ^ hash >> 33) * PRIME2;
  hash = (hash ^ hash >> 29) * PRIME3;
  return hash ^ hash >> 32;
}

void ql_page_hash(uint32_t pgno, const uint8_t *page, uint8_t *out) { ql_put_u64(out, ql_hash_page(pgno, page)); }
