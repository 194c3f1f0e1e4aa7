/* XXH3 with 64 bits as published (https://github.com/Cyan4973/xxHash, XXH3_64bits_withSeed) for an input of one page, seeded with
** the page number: equal pages at different places differ, so that the XOR over all pages, the store's checksum, sees two
** pages that changed places. Anybody can check a checksum with any XXH3. Its products of 32 by 32 bits suit WebAssembly's vectors:
** a quarter of the time that XXH64's of 64 by 64 bits take there.
**
** A page is 64 stripes of 64 bytes, in blocks of 16; each stripe meets the secret 8 bytes further on, and each block but the
** last ends with a scramble. */
#include "page-hash.h"

#include "bytes.h"
#include "quorumlite.h"

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

#define PRIME32_1 0x9E3779B1u
#define PRIME32_2 0x85EBCA77u
#define PRIME32_3 0xC2B2AE3Du
#define PRIME64_1 0x9E3779B185EBCA87ull
#define PRIME64_2 0xC2B2AE3D27D4EB4Full
#define PRIME64_3 0x165667B19E3779F9ull
#define PRIME64_4 0x85EBCA77C2B2AE63ull
#define PRIME64_5 0x27D4EB2F165667C5ull
#define AVALANCHE 0x165667919E3779F9ull

#define LANES 8
#define STRIPE 64
#define STRIPES (QL_PAGE_SIZE / STRIPE)
#define STRIPES_PER_BLOCK 16
#define SECRET_BYTES 192
#define SCRAMBLE_SECRET_AT (SECRET_BYTES - STRIPE)
#define LAST_SECRET_AT (SECRET_BYTES - STRIPE - 7)
#define MERGE_SECRET_AT 11

static const uint8_t default_secret[SECRET_BYTES] = {
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
    0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
    0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
    0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
    0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
    0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
    0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
    0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
    0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
    0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
    0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
    0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
};

static void seed_secret(uint64_t seed, uint8_t *secret) {
  for (int i = 0; i < SECRET_BYTES; i += 16) {
    ql_put_u64(secret + i, ql_get_u64(default_secret + i) + seed);
    ql_put_u64(secret + i + 8, ql_get_u64(default_secret + i + 8) - seed);
  }
}

#ifdef __wasm_simd128__

/* Two lanes meet 16 bytes of a stripe. */
static inline v128_t accumulate_two(v128_t lanes, const uint8_t *data_at, const uint8_t *secret) {
  v128_t data = wasm_v128_load(data_at), key = wasm_v128_xor(data, wasm_v128_load(secret));
  v128_t low = wasm_i32x4_shuffle(key, key, 0, 2, 0, 2), high = wasm_i32x4_shuffle(key, key, 1, 3, 1, 3);
  v128_t sum = wasm_i64x2_add(lanes, wasm_i64x2_shuffle(data, data, 1, 0));
  return wasm_i64x2_add(sum, wasm_u64x2_extmul_low_u32x4(low, high));
}

static inline void accumulate(uint64_t *lanes, const uint8_t *stripes, int count, const uint8_t *secret) {
  /* The lanes stay in registers for the length of a block. */
  v128_t a = wasm_v128_load(lanes), b = wasm_v128_load(lanes + 2), c = wasm_v128_load(lanes + 4), d = wasm_v128_load(lanes + 6);
  for (const uint8_t *end = stripes + count * STRIPE; stripes < end; stripes += STRIPE, secret += 8) {
    a = accumulate_two(a, stripes, secret);
    b = accumulate_two(b, stripes + 16, secret + 16);
    c = accumulate_two(c, stripes + 32, secret + 32);
    d = accumulate_two(d, stripes + 48, secret + 48);
  }
  wasm_v128_store(lanes, a);
  wasm_v128_store(lanes + 2, b);
  wasm_v128_store(lanes + 4, c);
  wasm_v128_store(lanes + 6, d);
}

#else

static inline void accumulate(uint64_t *lanes, const uint8_t *stripes, int count, const uint8_t *secret) {
  for (const uint8_t *end = stripes + count * STRIPE; stripes < end; stripes += STRIPE, secret += 8) {
    for (int i = 0; i < LANES; i++) {
      uint64_t data = ql_get_u64(stripes + i * 8), key = data ^ ql_get_u64(secret + i * 8);
      lanes[i ^ 1] += data;
      lanes[i] += (key & 0xffffffffu) * (key >> 32);
    }
  }
}

#endif

static void scramble(uint64_t *lanes, const uint8_t *secret) {
  for (int i = 0; i < LANES; i++) {
    uint64_t lane = lanes[i];
    lanes[i] = (lane ^ lane >> 47 ^ ql_get_u64(secret + i * 8)) * PRIME32_1;
  }
}

/* Both halves of the 128-bit product, XORed. */
static uint64_t fold_product(uint64_t a, uint64_t b) {
  uint64_t a0 = a & 0xffffffffu, a1 = a >> 32, b0 = b & 0xffffffffu, b1 = b >> 32;
  uint64_t low = a0 * b0, cross = a1 * b0 + (low >> 32), other = a0 * b1 + (cross & 0xffffffffu);
  uint64_t high = a1 * b1 + (cross >> 32) + (other >> 32);
  return high ^ (other << 32 | (low & 0xffffffffu));
}

uint64_t ql_hash_page(uint32_t pgno, const uint8_t *page) {
  uint8_t secret[SECRET_BYTES];
  seed_secret(pgno, secret);
  uint64_t lanes[LANES] = {PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1};
  const uint8_t *at = page;
  for (int left = STRIPES - 1; left > 0; left -= STRIPES_PER_BLOCK, at += STRIPES_PER_BLOCK * STRIPE) {
    accumulate(lanes, at, left < STRIPES_PER_BLOCK ? left : STRIPES_PER_BLOCK, secret);
    if (left >= STRIPES_PER_BLOCK) scramble(lanes, secret + SCRAMBLE_SECRET_AT);
  }
  accumulate(lanes, page + QL_PAGE_SIZE - STRIPE, 1, secret + LAST_SECRET_AT);

  uint64_t hash = QL_PAGE_SIZE * PRIME64_1;
  for (int i = 0; i < LANES; i += 2) {
    const uint8_t *key = secret + MERGE_SECRET_AT + i * 8;
    hash += fold_product(lanes[i] ^ ql_get_u64(key), lanes[i + 1] ^ ql_get_u64(key + 8));
  }
  hash = (hash ^ hash >> 37) * AVALANCHE;
  return hash ^ hash >> 32;
}

void ql_page_hash(uint32_t pgno, const uint8_t *page, uint8_t *out) { ql_put_u64(out, ql_hash_page(pgno, page)); }
