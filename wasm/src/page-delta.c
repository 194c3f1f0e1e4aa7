/* Deltas between two contents of a page: byte ranges to overwrite, never XOR, so that applying one twice, or over a page that
** is newer already, does no harm. */
#include <string.h>

#include "bytes.h"
#include "entry.h"
#include "quorumlite.h"

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

#define WORDS (QL_PAGE_SIZE / 8)
#define RANGE_HEADER 4

/* The first of the words from..512 that differs. */
static uint32_t skip_equal(const uint8_t *a, const uint8_t *b, uint32_t from) {
#ifdef __wasm_simd128__
  for (; from + 8 <= WORDS; from += 8) {
    const uint8_t *x = a + from * 8, *y = b + from * 8;
    v128_t d0 = wasm_v128_xor(wasm_v128_load(x), wasm_v128_load(y));
    v128_t d1 = wasm_v128_xor(wasm_v128_load(x + 16), wasm_v128_load(y + 16));
    v128_t d2 = wasm_v128_xor(wasm_v128_load(x + 32), wasm_v128_load(y + 32));
    v128_t d3 = wasm_v128_xor(wasm_v128_load(x + 48), wasm_v128_load(y + 48));
    if (wasm_v128_any_true(wasm_v128_or(wasm_v128_or(d0, d1), wasm_v128_or(d2, d3)))) break;
  }
#endif
  while (from < WORDS && ql_get_u64(a + from * 8) == ql_get_u64(b + from * 8)) from++;
  return from;
}

uint32_t ql_delta_make(const uint8_t *base, const uint8_t *page, uint8_t *out) {
  uint32_t length = 0;
  for (uint32_t word = skip_equal(base, page, 0); word < WORDS; word = skip_equal(base, page, word)) {
    /* A range ends at the first equal word: its 8 bytes would cost more than the header of another range. */
    uint32_t last = word;
    while (last + 1 < WORDS && ql_get_u64(base + (last + 1) * 8) != ql_get_u64(page + (last + 1) * 8)) last++;
    uint32_t from = word * 8, to = (last + 1) * 8;
    while (base[from] == page[from]) from++;
    while (base[to - 1] == page[to - 1]) to--;
    if (length + RANGE_HEADER + (to - from) > QL_DELTA_BYTES_MAX) return QL_DELTA_TOO_LARGE;
    ql_put_u16(out + length, (uint16_t)from);
    ql_put_u16(out + length + 2, (uint16_t)(to - from));
    memcpy(out + length + RANGE_HEADER, page + from, to - from);
    length += RANGE_HEADER + (to - from);
    word = last + 1;
  }
  return length;
}

int ql_delta_check(const uint8_t *delta, uint32_t length) {
  uint32_t at = 0, end = 0;
  while (at < length) {
    if (length - at < RANGE_HEADER) return 0;
    uint32_t offset = ql_get_u16(delta + at), n = ql_get_u16(delta + at + 2);
    at += RANGE_HEADER;
    if (n == 0 || offset < end || offset + n > QL_PAGE_SIZE || n > length - at) return 0;
    end = offset + n;
    at += n;
  }
  return 1;
}

void ql_delta_apply(const uint8_t *delta, uint32_t length, uint8_t *page) {
  for (uint32_t at = 0; at < length;) {
    uint32_t n = ql_get_u16(delta + at + 2);
    memcpy(page + ql_get_u16(delta + at), delta + at + RANGE_HEADER, n);
    at += RANGE_HEADER + n;
  }
}
